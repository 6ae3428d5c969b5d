package org.g2face.train.step;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.g2face.model.Architecture;
import org.g2face.model.Part;
import org.g2face.network.FaceRegion;
import org.g2face.network.GaussianIdentity;
import org.g2face.network.InpaintingGenerator;
import org.g2face.ops.Ops;
import org.g2face.tensor.Tensor;
import org.g2face.train.channel.StraightThrough;
import org.g2face.train.engine.Networks;
import org.g2face.train.engine.Program;
import org.g2face.train.engine.ProgramResult;
import org.g2face.train.engine.TrainSettings;
import org.g2face.train.loss.AdversarialLoss;
import org.g2face.train.loss.IdentityLoss;
import org.g2face.train.loss.IdentityMatchingLoss;
import org.g2face.train.loss.LossWeights;
import org.g2face.train.loss.PayloadLoss;
import org.g2face.train.loss.ReconstructionLoss;

/**
 * The anonymization stage of a generator that conceals the face: a dummy identity is painted where
 * the face was, bits are hidden, and everything around stays. No pixel of the face has a say.
 */
public record InpaintingStage(Architecture architecture, TrainSettings settings)
    implements Program {
  /** A dummy identity that is nearer to the original, as a cosine, is not used. */
  private static final double NEAREST = 0.3;

  @Override
  public String name() {
    return "anonymization";
  }

  @Override
  public Map<String, long[]> inputs() {
    Map<String, long[]> shapes = new LinkedHashMap<>(io().analysed());
    shapes.putAll(io().drawnForAnonymization());
    shapes.putAll(io().drawnForInpainting());
    return shapes;
  }

  @Override
  public Set<Part> trains() {
    return EnumSet.of(
        Part.GENERATOR, Part.STYLE_MAPPER, Part.DUMMY_IDENTITY, Part.PASSWORD_EXTRACTOR);
  }

  @Override
  public <T> ProgramResult<T> run(Networks<T> nets, Map<String, T> in) {
    Ops<T> ops = nets.ops();
    LossWeights weights = settings.losses();
    Losses<T> losses = new Losses<>(ops);
    T image = in.get(Analysis.IMAGE);
    T original = in.get(Analysis.IDENTITY);
    T bits = in.get(StageInputs.BITS);

    T drawn = ops.stopGradient(nets.dummy(in.get(StageInputs.LATENT), Networks.Mode.TRAINING));
    T dummy = IdentityMatchingLoss.apart(ops, drawn, original, NEAREST);
    matchIdentities(nets, losses, original);
    T made = nets.generate(image, dummy, in.get(Analysis.COEFFICIENTS), bits, null, io().noise(in));

    losses.add(
        "adversarial",
        weights.adversarial(),
        () -> AdversarialLoss.generator(ops, nets.judge(io().augmented(nets, made, in, ""))));
    T seen = nets.identityOfAligned(io().jittered(nets, StraightThrough.eightBits(ops, made), in));
    losses.add("identity-dummy", weights.identity(), () -> IdentityLoss.towards(ops, dummy, seen));
    losses.add(
        "identity-original",
        weights.identity(),
        () -> IdentityLoss.beyond(ops, original, seen, weights.inpainting().margin()));
    losses.report("cosine", IdentityLoss.meanCosine(ops, original, seen));
    new CommonLosses(architecture, weights).geometry(nets, losses, made, in);
    keepAround(nets, losses, made, image);
    if (weights.hiding() > 0) {
      T logits = nets.read(io().send(nets, made, in), Networks.Mode.TRAINING);
      losses.add("hiding", weights.hiding(), () -> PayloadLoss.crossEntropy(ops, logits, bits));
      losses.report("bit-errors", PayloadLoss.errorRate(ops, logits, bits));
    }
    return losses.outcome(Map.of(StageInputs.ANONYMIZED, made));
  }

  private <T> void matchIdentities(Networks<T> nets, Losses<T> losses, T original) {
    if (architecture.dummy() instanceof GaussianIdentity gaussian) {
      T mean = gaussian.mean(nets.dummyWeights());
      T factor = gaussian.factor(nets.dummyWeights());
      losses.add(
          "dummies",
          settings.losses().inpainting().dummies(),
          () -> IdentityMatchingLoss.forward(nets.ops(), original, mean, factor));
    }
  }

  /** Pixels outside of the face, and what a coarse grid shows of all. */
  private <T> void keepAround(Networks<T> nets, Losses<T> losses, T made, T image) {
    Ops<T> ops = nets.ops();
    LossWeights.Inpainting weights = settings.losses().inpainting();
    FaceRegion region = ((InpaintingGenerator) architecture.generator()).region();
    Tensor mask = region.mask(architecture.size());
    losses.add(
        "background",
        weights.background(),
        () -> ReconstructionLoss.outside(ops, made, image, ops.constant(mask)));
    losses.add(
        "light",
        weights.light(),
        () ->
            ReconstructionLoss.pixels(
                ops, region.averages(ops, made), region.averages(ops, image)));
  }

  private StageInputs io() {
    return new StageInputs(architecture, settings);
  }
}
