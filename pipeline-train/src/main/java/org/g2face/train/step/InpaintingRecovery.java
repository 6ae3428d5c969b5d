package org.g2face.train.step;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.g2face.model.Architecture;
import org.g2face.model.Part;
import org.g2face.ops.Ops;
import org.g2face.train.channel.StraightThrough;
import org.g2face.train.engine.Networks;
import org.g2face.train.engine.Program;
import org.g2face.train.engine.ProgramResult;
import org.g2face.train.engine.TrainSettings;
import org.g2face.train.loss.AdversarialLoss;
import org.g2face.train.loss.IdentityLoss;
import org.g2face.train.loss.LossWeights;

/**
 * The recovery stage of a generator that conceals the face. Of the anonymized face it sees nothing,
 * so that what comes back can only come from the embedding, and from the code of the face where
 * there is one: without them another face comes back.
 */
public record InpaintingRecovery(Architecture architecture, TrainSettings settings)
    implements Program {

  @Override
  public String name() {
    return "recovery";
  }

  @Override
  public Map<String, long[]> inputs() {
    Map<String, long[]> shapes = new LinkedHashMap<>(io().analysed());
    shapes.put(StageInputs.ANONYMIZED, io().image());
    shapes.putAll(io().drawnForInpaintingRecovery());
    return shapes;
  }

  @Override
  public Set<Part> trains() {
    Set<Part> parts = EnumSet.of(Part.GENERATOR, Part.STYLE_MAPPER);
    if (architecture.code().isPresent()) {
      parts.add(Part.FACE_CODE);
    }
    return parts;
  }

  @Override
  public <T> ProgramResult<T> run(Networks<T> nets, Map<String, T> in) {
    Ops<T> ops = nets.ops();
    LossWeights weights = settings.losses();
    Losses<T> losses = new Losses<>(ops);
    T original = in.get(Analysis.IMAGE);
    T identity = in.get(Analysis.IDENTITY);
    T saved = StraightThrough.eightBits(ops, in.get(StageInputs.ANONYMIZED));
    T coefficients = ops.stopGradient(nets.coefficients(saved));
    T made = nets.generate(saved, identity, coefficients, null, code(nets, in), io().noise(in));

    new CommonLosses(architecture, weights).reconstruction(nets, losses, made, original);
    losses.add(
        "adversarial",
        weights.adversarial(),
        () -> AdversarialLoss.generator(ops, nets.judge(io().augmented(nets, made, in, ""))));
    losses.add(
        "identity",
        weights.identity(),
        () ->
            IdentityLoss.towards(
                ops, identity, nets.identityOfAligned(io().jittered(nets, made, in))));
    return losses.outcome(Map.of(StageInputs.RECOVERED, made));
  }

  /** The codes of the originals, for those images that are to have one. */
  private <T> T code(Networks<T> nets, Map<String, T> in) {
    if (architecture.code().isEmpty()) {
      return null;
    }
    T signs = StraightThrough.sign(nets.ops(), nets.code(in.get(Analysis.IMAGE)));
    return nets.ops().mul(signs, in.get(StageInputs.CODED));
  }

  private StageInputs io() {
    return new StageInputs(architecture, settings);
  }
}
