package org.g2face.train.torch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.g2face.model.Part;
import org.g2face.ops.Init;
import org.g2face.ops.WeightSpec;
import org.g2face.ops.Weights;
import org.g2face.train.engine.EngineSession.PartState;
import org.g2face.train.engine.LearningRates;
import org.g2face.train.engine.TrainSettings;
import org.g2face.train.engine.WeightSource;

/** A trained part on a libtorch device: parameters, running statistics, and their averages. */
final class TorchPart implements AutoCloseable {
  private final Part part;
  private final List<FlatGroup> groups = new ArrayList<>();
  private final List<Tensor> averagedGroups = new ArrayList<>();
  private final Map<String, Tensor> current = new LinkedHashMap<>();
  private final Map<String, Tensor> averaged = new LinkedHashMap<>();
  private final Map<String, Tensor> buffers = new LinkedHashMap<>();

  /**
   * @param source of the first values
   */
  TorchPart(
      TorchOps ops,
      Part part,
      List<WeightSpec> specs,
      TrainSettings.Optimiser optimiser,
      WeightSource source) {
    this.part = part;
    Map<Double, List<WeightSpec>> byRate = new TreeMap<>();
    for (WeightSpec spec : specs) {
      if (spec.trained()) {
        double rate = LearningRates.of(part, spec.name(), optimiser);
        byRate.computeIfAbsent(rate, key -> new ArrayList<>()).add(spec);
      } else {
        Tensor buffer = FlatGroup.kept(ops.constant(source.weight(spec)));
        buffers.put(spec.name(), buffer);
        current.put(spec.name(), buffer);
        averaged.put(spec.name(), buffer);
      }
    }
    byRate.forEach(
        (rate, list) -> {
          FlatGroup group = new FlatGroup(ops, list, rate, source);
          groups.add(group);
          current.putAll(group.parameters());
          if (hasAverage()) {
            Tensor average = FlatGroup.kept(group.values().clone());
            averagedGroups.add(average);
            group.split(average).forEach((name, view) -> averaged.put(name, FlatGroup.kept(view)));
          }
        });
  }

  private boolean hasAverage() {
    return part != Part.DISCRIMINATOR;
  }

  List<FlatGroup> groups() {
    return groups;
  }

  Weights<Tensor> weights() {
    return new Given(part, current, "");
  }

  Weights<Tensor> averagedWeights() {
    return new Given(part, averaged, "");
  }

  /** Moves running statistics. */
  void move(Map<String, Tensor> running) {
    running.forEach((name, value) -> buffers.get(name).copy_(value));
  }

  /** Moves the averages of the parameters; running statistics are averages already. */
  void average(double decay) {
    for (int i = 0; i < averagedGroups.size(); i++) {
      averagedGroups.get(i).lerp_(groups.get(i).values(), new Scalar(1 - decay));
    }
  }

  /** Everything that changes, but for gradients. */
  List<Tensor> everything() {
    List<Tensor> all = new ArrayList<>(buffers.values());
    all.addAll(averagedGroups);
    for (FlatGroup group : groups) {
      all.addAll(List.of(group.values(), group.mean(), group.square()));
    }
    return all;
  }

  PartState state() {
    return new PartState(
        part,
        onHost(current),
        hasAverage() ? onHost(averaged) : Map.of(),
        moments(FlatGroup::mean),
        moments(FlatGroup::square),
        groups.get(0).updates());
  }

  private Map<String, org.g2face.tensor.Tensor> moments(Function<FlatGroup, Tensor> which) {
    Map<String, Tensor> parts = new LinkedHashMap<>();
    groups.forEach(group -> parts.putAll(group.split(which.apply(group))));
    return onHost(parts);
  }

  private static Map<String, org.g2face.tensor.Tensor> onHost(Map<String, Tensor> values) {
    Map<String, org.g2face.tensor.Tensor> copies = new LinkedHashMap<>();
    values.forEach((name, value) -> copies.put(name, TorchOps.toHost(value)));
    return copies;
  }

  void restore(TorchOps ops, PartState state) {
    for (FlatGroup group : groups) {
      copy(ops, state.weights(), group.split(group.values()));
      copy(ops, state.mean(), group.split(group.mean()));
      copy(ops, state.square(), group.split(group.square()));
      group.resumeAt(state.updates());
    }
    for (int i = 0; i < averagedGroups.size(); i++) {
      copy(ops, state.averaged(), groups.get(i).split(averagedGroups.get(i)));
    }
    copy(ops, state.weights(), buffers);
  }

  private static void copy(
      TorchOps ops, Map<String, org.g2face.tensor.Tensor> from, Map<String, Tensor> to) {
    to.forEach((name, value) -> value.copy_(ops.constant(from.get(name))));
  }

  @Override
  public void close() {
    buffers.values().forEach(Tensor::releaseReference);
    averaged.forEach(
        (name, value) -> {
          if (!buffers.containsKey(name)) {
            value.releaseReference();
          }
        });
    averagedGroups.forEach(Tensor::releaseReference);
    groups.forEach(FlatGroup::close);
  }

  /** Values that are all there already. */
  private record Given(Part part, Map<String, Tensor> values, String scope)
      implements Weights<Tensor> {

    @Override
    public Tensor parameter(String name, Init init, long... shape) {
      return get(name);
    }

    @Override
    public Tensor buffer(String name, Init init, long... shape) {
      return get(name);
    }

    private Tensor get(String name) {
      Tensor value = values.get(full(name));
      if (value == null) {
        throw new IllegalArgumentException("the " + part.key() + " has no weight " + full(name));
      }
      return value;
    }

    @Override
    public Weights<Tensor> at(String inner) {
      return new Given(part, values, full(inner));
    }

    private String full(String name) {
      return scope.isEmpty() ? name : scope + "." + name;
    }
  }
}
