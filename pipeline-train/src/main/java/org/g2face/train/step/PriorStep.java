package org.g2face.train.step;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.g2face.model.Architecture;
import org.g2face.model.Part;
import org.g2face.train.engine.Networks;
import org.g2face.train.engine.Program;
import org.g2face.train.engine.ProgramResult;
import org.g2face.train.engine.TrainSettings;
import org.g2face.train.loss.AdversarialLoss;

/** The prior learns to draw faces that the discriminator takes for real. */
public record PriorStep(Architecture architecture, TrainSettings settings) implements Program {

  @Override
  public String name() {
    return "prior";
  }

  @Override
  public Map<String, long[]> inputs() {
    return drawn(architecture, settings);
  }

  /** What has to be drawn for it. */
  public static Map<String, long[]> drawn(Architecture architecture, TrainSettings settings) {
    StageInputs io = new StageInputs(architecture, settings);
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(StageInputs.LATENT, new long[] {settings.batch(), architecture.prior().latent()});
    shapes.putAll(io.drawnNoise());
    return shapes;
  }

  @Override
  public Set<Part> trains() {
    return Set.of(Part.PRIOR);
  }

  @Override
  public <T> ProgramResult<T> run(Networks<T> nets, Map<String, T> in) {
    T face =
        nets.invent(in.get(StageInputs.LATENT), new StageInputs(architecture, settings).noise(in));
    Losses<T> losses = new Losses<>(nets.ops());
    losses.add(
        "adversarial",
        1,
        () -> AdversarialLoss.generator(nets.ops(), nets.judge(nets.forJudgement(face))));
    return losses.outcome(Map.of(DiscriminatorStep.FAKE, face));
  }
}
