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
import org.g2face.train.loss.AdversarialLoss;

/** The discriminator learns to tell faces from pictures of the generator. */
public record DiscriminatorStep(Architecture architecture, TrainSettings settings)
    implements Program {
  /** What one of the stages made, [batch, 3, size, size]. */
  public static final String FAKE = "fake";

  @Override
  public String name() {
    return "discriminator";
  }

  @Override
  public Map<String, long[]> inputs() {
    long[] image = new StageInputs(architecture, settings).image();
    return Map.of(Analysis.IMAGE, image, FAKE, image);
  }

  @Override
  public Set<Part> trains() {
    return EnumSet.of(Part.DISCRIMINATOR);
  }

  @Override
  public <T> ProgramResult<T> run(Networks<T> nets, Map<String, T> in) {
    Ops<T> ops = nets.ops();
    T real = nets.judge(nets.forJudgement(in.get(Analysis.IMAGE)));
    T fake = nets.judge(nets.forJudgement(in.get(FAKE)));
    Losses<T> losses = new Losses<>(ops);
    losses.add("real", 1, () -> AdversarialLoss.real(ops, real));
    losses.add("fake", 1, () -> AdversarialLoss.fake(ops, fake));
    return losses.outcome(Map.of());
  }
}
