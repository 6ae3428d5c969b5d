package org.g2face.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.g2face.tensor.Tensor;
import org.g2face.train.engine.EngineSession;
import org.g2face.train.engine.Program;

/**
 * A stage of which each step is one update by one program.
 *
 * @param measure what the program is given, for a batch of faces
 */
record ProgramStage<V>(OptimizerStep<V> updates, Program program, Measure measure)
    implements TrainingLoop.Stage {

  /** From faces [batch, 3, size, size] to everything that a program is given. */
  @FunctionalInterface
  interface Measure {
    Map<String, Tensor> of(Tensor faces);
  }

  @Override
  public boolean iterate(long step, List<Tensor> images, Map<String, Double> losses) {
    EngineSession<V> session = updates.session();
    List<Map<String, V>> batches = new ArrayList<>();
    for (Tensor batch : images) {
      Map<String, V> values = new LinkedHashMap<>();
      measure.of(batch).forEach((name, value) -> values.put(name, session.upload(value)));
      batches.add(values);
    }
    boolean complete = updates.run(program, program.name() + ".", step, batches, losses);
    if (complete) {
      session.average(step);
    }
    return complete;
  }
}
