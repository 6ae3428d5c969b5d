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
import org.g2face.train.engine.TrainSettings.RecoveryBits;
import org.g2face.train.loss.IdentityLoss;
import org.g2face.train.loss.LossWeights;
import org.g2face.train.loss.PayloadLoss;

/** Lines 11 to 15 of Algorithm 1: the face comes back from its anonymized picture (Eq. 23). */
public record RecoveryStage(Architecture architecture, TrainSettings settings) implements Program {

  @Override
  public String name() {
    return "recovery";
  }

  @Override
  public Map<String, long[]> inputs() {
    Map<String, long[]> shapes = new LinkedHashMap<>(io().analysed());
    shapes.put(StageInputs.ANONYMIZED, io().image());
    shapes.putAll(io().drawnForRecovery());
    return shapes;
  }

  @Override
  public Set<Part> trains() {
    return settings.losses().hidingAgain() > 0
        ? EnumSet.of(Part.GENERATOR, Part.STYLE_MAPPER, Part.PASSWORD_EXTRACTOR)
        : EnumSet.of(Part.GENERATOR, Part.STYLE_MAPPER);
  }

  @Override
  public <T> ProgramResult<T> run(Networks<T> nets, Map<String, T> in) {
    Losses<T> losses = new Losses<>(nets.ops());
    T recovered = run(nets, in.get(StageInputs.ANONYMIZED), in, losses);
    return losses.outcome(Map.of(StageInputs.RECOVERED, recovered));
  }

  /**
   * The recovered picture, and its losses.
   *
   * @param anonymized as the generator made it
   */
  <T> T run(Networks<T> nets, T anonymized, Map<String, T> in, Losses<T> losses) {
    Ops<T> ops = nets.ops();
    LossWeights weights = settings.losses();
    CommonLosses common = new CommonLosses(architecture, weights);
    T original = in.get(Analysis.IMAGE);
    T identity = in.get(Analysis.IDENTITY);

    T saved = settings.channel().round() ? StraightThrough.eightBits(ops, anonymized) : anonymized;
    T bits = bits(nets, saved, in);
    T coefficients = nets.coefficients(saved);
    T made = nets.generate(saved, identity, coefficients, bits, io().noise(in));

    common.reconstruction(nets, losses, made, original);
    common.adversarial(nets, losses, made);
    losses.add(
        "identity",
        weights.identity(),
        () -> IdentityLoss.towards(ops, identity, nets.identity(made)));
    common.geometry(nets, losses, made, in);
    losses.add(
        "hiding",
        weights.hidingAgain(),
        () -> {
          T logits = nets.read(io().send(nets, made, in), Networks.Mode.TRAINING);
          return PayloadLoss.crossEntropy(ops, logits, bits);
        });
    return made;
  }

  /** What the generator is told; no gradient flows through a decision for 0 or 1. */
  private <T> T bits(Networks<T> nets, T saved, Map<String, T> in) {
    if (settings.stages().recoveryBits() == RecoveryBits.FRESH) {
      return in.get(StageInputs.BITS);
    }
    T fixed = nets.ops().stopGradient(saved);
    return nets.ops().step(nets.read(fixed, Networks.Mode.INFERENCE));
  }

  private StageInputs io() {
    return new StageInputs(architecture, settings);
  }
}
