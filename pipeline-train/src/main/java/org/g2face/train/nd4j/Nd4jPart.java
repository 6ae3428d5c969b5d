package org.g2face.train.nd4j;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.g2face.model.Part;
import org.g2face.ops.WeightSpec;
import org.g2face.ops.Weights;
import org.g2face.tensor.Tensor;
import org.g2face.train.engine.EngineSession.PartState;
import org.g2face.train.engine.LearningRates;
import org.g2face.train.engine.TrainSettings;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A part's arrays, which every graph refers to, so that a change in place reaches them all; with
 * Adam's moments and the averaged weights if it is trained.
 */
final class Nd4jPart {
  private final Part part;
  private final Map<String, INDArray> current = new LinkedHashMap<>();
  private final Map<String, INDArray> averaged = new LinkedHashMap<>();
  private final Map<String, INDArray> mean = new LinkedHashMap<>();
  private final Map<String, INDArray> square = new LinkedHashMap<>();
  private long updates;

  /**
   * @param specs of the parameters to train and their running statistics; none for a frozen part
   */
  Nd4jPart(Part part, Map<String, Tensor> weights, List<WeightSpec> specs) {
    this.part = part;
    weights.forEach((name, value) -> current.put(name, HostArrays.toArray(value)));
    for (WeightSpec spec : specs) {
      if (spec.trained()) {
        mean.put(spec.name(), Nd4j.zeros(spec.shape()));
        square.put(spec.name(), Nd4j.zeros(spec.shape()));
      }
      INDArray now = current.get(spec.name());
      averaged.put(spec.name(), spec.trained() && part != Part.DISCRIMINATOR ? now.dup() : now);
    }
  }

  /** The names of the parameters that are trained. */
  Iterable<String> parameters() {
    return mean.keySet();
  }

  /** Which arrays become nodes of a graph, and which of them its loss is differentiated by. */
  record Use(
      Nd4jOps ops,
      String prefix,
      Map<String, INDArray> arrays,
      boolean trained,
      Map<String, Node> nodes) {

    Node node(String name, boolean parameter) {
      return nodes.computeIfAbsent(
          name,
          key -> {
            INDArray array = arrays.get(key);
            if (array == null) {
              throw new IllegalArgumentException("the " + prefix + " has no weight " + key);
            }
            return ops.weight(variable(key), array, parameter && trained);
          });
    }

    String variable(String name) {
      return prefix + "/" + name;
    }
  }

  /**
   * The part in a graph.
   *
   * @param trained whether the graph's loss is differentiated by it
   * @param average whether with the averaged weights
   */
  Use in(Nd4jOps ops, boolean trained, boolean average) {
    return new Use(
        ops,
        part.key(),
        average && !averaged.isEmpty() ? averaged : current,
        trained,
        new LinkedHashMap<>());
  }

  static Weights<Node> weights(Use use) {
    return new GraphWeights(use, "");
  }

  /**
   * One step of Adam, as PyTorch has it.
   *
   * @param gradients by name; used up
   * @param share of the full rate
   */
  void step(Map<String, INDArray> gradients, TrainSettings.Optimiser adam, double share) {
    updates++;
    // The operation's epsilon is added before the second moment is corrected, PyTorch's after.
    double epsilon = adam.epsilon() * Math.sqrt(1 - Math.pow(adam.beta2(), updates));
    for (String name : parameters()) {
      INDArray gradient = gradients.get(name);
      double rate = share * LearningRates.of(part, name, adam);
      Nd4j.exec(
          new AdamUpdater(
              gradient,
              square.get(name),
              mean.get(name),
              rate,
              adam.beta1(),
              adam.beta2(),
              epsilon,
              (int) (updates - 1)));
      current.get(name).subi(gradient);
    }
  }

  /** Moves running statistics. */
  void move(Map<String, INDArray> running) {
    running.forEach((name, value) -> current.get(name).assign(value));
  }

  /** Moves the averages of the parameters; running statistics are averages already. */
  void average(double decay) {
    if (part == Part.DISCRIMINATOR) {
      return;
    }
    for (String name : parameters()) {
      try (INDArray weighted = current.get(name).mul(1 - decay)) {
        averaged.get(name).muli(decay).addi(weighted);
      }
    }
  }

  /** Everything that changes. */
  List<Map<String, INDArray>> everything() {
    return part == Part.DISCRIMINATOR
        ? List.of(current, mean, square)
        : List.of(current, averaged, mean, square);
  }

  PartState state() {
    return new PartState(
        part,
        onHost(current),
        part == Part.DISCRIMINATOR ? Map.of() : onHost(averaged),
        onHost(mean),
        onHost(square),
        updates);
  }

  private static Map<String, Tensor> onHost(Map<String, INDArray> arrays) {
    Map<String, Tensor> copies = new LinkedHashMap<>();
    arrays.forEach((name, array) -> copies.put(name, HostArrays.toHost(array)));
    return copies;
  }

  void restore(PartState state) {
    copy(state.weights(), current);
    copy(state.averaged(), averaged);
    copy(state.mean(), mean);
    copy(state.square(), square);
    updates = state.updates();
  }

  private static void copy(Map<String, Tensor> from, Map<String, INDArray> to) {
    from.forEach((name, value) -> to.get(name).assign(HostArrays.toArray(value)));
  }
}
