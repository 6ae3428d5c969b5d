package org.g2face.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.g2face.train.collective.Collective;
import org.g2face.train.engine.EngineSession;
import org.g2face.train.engine.Program;
import org.g2face.train.engine.TrainSettings;

/** Steps of the optimiser, each with the mean gradient over the batches of all ranks. */
record OptimizerStep<V>(EngineSession<V> session, TrainSettings settings, Collective collective) {

  /**
   * One step of the optimiser.
   *
   * @param batches values by name, to which the program's outputs are added
   * @param losses to be filled, by the prefix and their names
   * @return false if it was left out because its numbers were not finite
   */
  boolean run(
      Program program,
      String prefix,
      long step,
      List<Map<String, V>> batches,
      Map<String, Double> losses) {
    for (Map<String, V> values : batches) {
      values.putAll(session.differentiate(program, inputs(program, values)));
    }
    Optional<Map<String, Double>> found =
        session.update(program, settings.optimiser().schedule(step), collective);
    found.ifPresent(all -> all.forEach((name, loss) -> losses.put(prefix + name, loss)));
    return found.isPresent();
  }

  /** Those of the values that a program is given. */
  static <V> Map<String, V> inputs(Program program, Map<String, V> values) {
    Map<String, V> inputs = new LinkedHashMap<>();
    program.inputs().keySet().forEach(name -> inputs.put(name, values.get(name)));
    return inputs;
  }

  /** Which share of the whole step's images a batch of this rank is, over all ranks. */
  int share(int batch) {
    return batch * collective.world() + collective.rank();
  }
}
