package org.g2face.train.step;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.g2face.model.Architecture;
import org.g2face.model.Part;
import org.g2face.ops.Ops;
import org.g2face.train.engine.Networks;
import org.g2face.train.engine.Program;
import org.g2face.train.engine.ProgramResult;
import org.g2face.train.engine.TrainSettings;
import org.g2face.train.loss.GradientPenaltyLoss;
import org.g2face.train.loss.LossWeights;

/** R1 on real faces, every so many steps and as many times as strong (StyleGAN2, section 3.1). */
public record PenaltyStep(Architecture architecture, TrainSettings settings) implements Program {

  @Override
  public String name() {
    return "penalty";
  }

  @Override
  public Map<String, long[]> inputs() {
    return Map.of(Analysis.IMAGE, new StageInputs(architecture, settings).image());
  }

  @Override
  public Set<Part> trains() {
    return EnumSet.of(Part.DISCRIMINATOR);
  }

  @Override
  public <T> ProgramResult<T> run(Networks<T> nets, Map<String, T> in) {
    Ops<T> ops = nets.ops();
    LossWeights weights = settings.losses();
    T gradient = nets.judgementGradient(nets.forJudgement(in.get(Analysis.IMAGE)));
    Losses<T> losses = new Losses<>(ops);
    double weight = weights.r1() / 2 * weights.r1Every();
    losses.add("r1", weight, () -> GradientPenaltyLoss.r1(ops, gradient));
    return losses.outcome(Map.of());
  }
}
