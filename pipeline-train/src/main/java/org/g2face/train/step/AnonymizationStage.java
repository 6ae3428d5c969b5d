package org.g2face.train.step;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.g2face.model.Architecture;
import org.g2face.model.Part;
import org.g2face.ops.Ops;
import org.g2face.train.engine.Networks;
import org.g2face.train.engine.Program;
import org.g2face.train.engine.ProgramResult;
import org.g2face.train.engine.TrainSettings;
import org.g2face.train.loss.DiversityLoss;
import org.g2face.train.loss.IdentityLoss;
import org.g2face.train.loss.LossWeights;
import org.g2face.train.loss.PayloadLoss;

/** Lines 2 to 10 of Algorithm 1: a face becomes somebody else's and carries bits (Eq. 22). */
public record AnonymizationStage(Architecture architecture, TrainSettings settings)
    implements Program {

  @Override
  public String name() {
    return "anonymization";
  }

  @Override
  public Map<String, long[]> inputs() {
    Map<String, long[]> shapes = new LinkedHashMap<>(io().analysed());
    shapes.putAll(io().drawnForAnonymization());
    return shapes;
  }

  @Override
  public Set<Part> trains() {
    return EnumSet.of(
        Part.GENERATOR, Part.STYLE_MAPPER, Part.DUMMY_IDENTITY, Part.PASSWORD_EXTRACTOR);
  }

  @Override
  public <T> ProgramResult<T> run(Networks<T> nets, Map<String, T> in) {
    Losses<T> losses = new Losses<>(nets.ops());
    T anonymized = run(nets, in, losses);
    return losses.outcome(Map.of(StageInputs.ANONYMIZED, anonymized));
  }

  /** The anonymized picture, and its losses. */
  <T> T run(Networks<T> nets, Map<String, T> in, Losses<T> losses) {
    Ops<T> ops = nets.ops();
    LossWeights weights = settings.losses();
    CommonLosses common = new CommonLosses(architecture, weights);
    T image = in.get(Analysis.IMAGE);
    T bits = in.get(StageInputs.BITS);

    T dummy = nets.dummy(in.get(StageInputs.LATENT), Networks.Mode.TRAINING);
    T coefficients = in.get(Analysis.COEFFICIENTS);
    T made = nets.generate(image, dummy, coefficients, bits, io().noise(in));

    losses.add("diversity", weights.diversity(), () -> DiversityLoss.forward(ops, dummy));
    if (settings.stages().reconstructAnonymized()) {
      common.reconstruction(nets, losses, made, image);
    }
    common.adversarial(nets, losses, made);
    if (weights.identity() > 0) {
      T identity = nets.identity(made);
      T original = in.get(Analysis.IDENTITY);
      losses.add(
          "identity-dummy", weights.identity(), () -> IdentityLoss.towards(ops, dummy, identity));
      losses.add(
          "identity-original",
          weights.identity(),
          () -> IdentityLoss.away(ops, original, identity));
    }
    common.geometry(nets, losses, made, in);
    if (weights.hiding() > 0) {
      T logits = nets.read(io().send(nets, made, in), Networks.Mode.TRAINING);
      losses.add("hiding", weights.hiding(), () -> PayloadLoss.crossEntropy(ops, logits, bits));
      losses.report("bit-errors", PayloadLoss.errorRate(ops, logits, bits));
    }
    return made;
  }

  private StageInputs io() {
    return new StageInputs(architecture, settings);
  }
}
