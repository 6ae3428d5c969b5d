package org.g2face.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.g2face.tensor.Tensor;
import org.g2face.train.collective.Collective;
import org.g2face.train.step.Program;

/**
 * A stage of which each step is one update by one program.
 *
 * @param measure what the program is given, for a batch of faces
 */
record ProgramStage<V>(
    EngineSession<V> session,
    Program program,
    TrainSettings settings,
    Collective collective,
    Measure measure)
    implements TrainingLoop.Stage {

  /** From faces [batch, 3, size, size] to everything that a program is given. */
  @FunctionalInterface
  interface Measure {
    Map<String, Tensor> of(Tensor faces);
  }

  @Override
  public boolean iterate(long step, List<Tensor> images, Map<String, Double> losses) {
    for (Tensor batch : images) {
      Map<String, V> inputs = new LinkedHashMap<>();
      measure.of(batch).forEach((name, value) -> inputs.put(name, session.upload(value)));
      session.differentiate(program, inputs);
    }
    Optional<Map<String, Double>> means =
        session.update(program, settings.optimiser().schedule(step), collective);
    String prefix = program.name() + ".";
    means.ifPresent(all -> all.forEach((name, loss) -> losses.put(prefix + name, loss)));
    if (means.isPresent()) {
      session.average();
    }
    return means.isPresent();
  }
}
