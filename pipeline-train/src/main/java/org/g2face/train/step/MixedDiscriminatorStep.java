package org.g2face.train.step;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
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

/** The discriminator learns to tell faces from anonymized and recovered ones, half a batch each. */
public record MixedDiscriminatorStep(Architecture architecture, TrainSettings settings)
    implements Program {
  static final String REAL = "real.";
  static final String FAKE = "fake.";

  @Override
  public String name() {
    return "discriminator";
  }

  @Override
  public Map<String, long[]> inputs() {
    StageInputs io = io();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (String image : List.of(Analysis.IMAGE, StageInputs.ANONYMIZED, StageInputs.RECOVERED)) {
      shapes.put(image, io.image());
    }
    shapes.putAll(io.drawnForDiscriminator());
    return shapes;
  }

  @Override
  public Set<Part> trains() {
    return EnumSet.of(Part.DISCRIMINATOR);
  }

  @Override
  public <T> ProgramResult<T> run(Networks<T> nets, Map<String, T> in) {
    Ops<T> ops = nets.ops();
    int half = settings.batch() / 2;
    T fakes =
        half == 0
            ? in.get(StageInputs.ANONYMIZED)
            : ops.concat(
                0,
                List.of(
                    ops.slice(in.get(StageInputs.ANONYMIZED), 0, 0, half),
                    ops.slice(in.get(StageInputs.RECOVERED), 0, half, settings.batch())));
    T real = nets.judge(io().augmented(nets, in.get(Analysis.IMAGE), in, REAL));
    T fake = nets.judge(io().augmented(nets, fakes, in, FAKE));
    Losses<T> losses = new Losses<>(ops);
    losses.add("real", 1, () -> AdversarialLoss.real(ops, real));
    losses.add("fake", 1, () -> AdversarialLoss.fake(ops, fake));
    return losses.outcome(Map.of());
  }

  private StageInputs io() {
    return new StageInputs(architecture, settings);
  }
}
