package org.g2face.train.nd4j;

import static org.bytedeco.pytorch.global.torch.from_blob;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.g2face.model.Part;
import org.g2face.train.collective.Collective;
import org.g2face.train.engine.EngineSession;
import org.g2face.train.engine.Program;
import org.g2face.train.engine.StartingPoint;
import org.g2face.train.engine.TrainSettings;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A training on ND4J's SameDiff: each program is compiled once, for the batch size of the settings.
 */
public final class Nd4jSession implements EngineSession<INDArray> {
  private final StartingPoint start;
  private final TrainSettings settings;
  private final Map<Part, Nd4jPart> parts = new EnumMap<>(Part.class);
  private final Map<Compiled, ProgramGraph> graphs = new HashMap<>();
  private final List<INDArray> made = new ArrayList<>();
  private ProgramGraph.Result pending;
  private int runs;

  private record Compiled(String program, boolean averaged) {}

  public Nd4jSession(StartingPoint start, TrainSettings settings) {
    this.start = start;
    this.settings = settings;
    start
        .trained()
        .forEach(
            (part, weights) ->
                parts.put(
                    part, new Nd4jPart(part, weights.asMap(), part.weights(start.architecture()))));
    start
        .frozen()
        .forEach(
            (part, weights) -> parts.put(part, new Nd4jPart(part, weights.asMap(), List.of())));
  }

  @Override
  public Scope open() {
    return () -> {
      made.forEach(Nd4jSession::free);
      made.clear();
    };
  }

  private static void free(INDArray array) {
    if (array.closeable()) {
      array.close();
    }
  }

  private INDArray made(INDArray array) {
    made.add(array);
    return array;
  }

  @Override
  public INDArray upload(org.g2face.tensor.Tensor value) {
    return made(HostArrays.toArray(value));
  }

  @Override
  public org.g2face.tensor.Tensor download(INDArray value) {
    return HostArrays.toHost(value);
  }

  private ProgramGraph.Result run(Program program, Map<String, INDArray> inputs, boolean averaged) {
    ProgramGraph graph =
        graphs.computeIfAbsent(
            new Compiled(program.name(), averaged),
            key ->
                new ProgramGraph(
                    program, start.architecture(), start.morphable(), parts, averaged));
    ProgramGraph.Result result = graph.run(program, parts, inputs);
    made.addAll(result.losses().values());
    made.addAll(result.outputs().values());
    result.running().values().forEach(moved -> made.addAll(moved.values()));
    result.gradients().values().forEach(byName -> made.addAll(byName.values()));
    return result;
  }

  @Override
  public Map<String, INDArray> evaluate(
      Program program, Map<String, INDArray> inputs, boolean averaged) {
    return run(program, inputs, averaged).outputs();
  }

  @Override
  public Map<String, INDArray> differentiate(Program program, Map<String, INDArray> inputs) {
    ProgramGraph.Result result = run(program, inputs, false);
    if (pending == null) {
      pending = result;
      runs = 1;
    } else {
      add(result.losses(), pending.losses());
      result.running().forEach((part, moved) -> add(moved, pending.running().get(part)));
      result.gradients().forEach((part, all) -> add(all, pending.gradients().get(part)));
      runs++;
    }
    return result.outputs();
  }

  private static void add(Map<String, INDArray> values, Map<String, INDArray> sums) {
    values.forEach((name, value) -> sums.get(name).addi(value));
  }

  @Override
  public Optional<Map<String, Double>> update(
      Program program, double share, Collective collective) {
    if (pending == null) {
      throw new IllegalStateException("there is no gradient of " + program.name());
    }
    ProgramGraph.Result done = pending;
    pending = null;
    List<INDArray> gradients = new ArrayList<>();
    done.gradients().values().forEach(all -> gradients.addAll(all.values()));
    List<INDArray> shared = new ArrayList<>(gradients);
    shared.addAll(done.losses().values());
    done.running().values().forEach(moved -> shared.addAll(moved.values()));
    if (runs > 1) {
      shared.forEach(value -> value.divi(runs));
    }
    exchange(shared, collective, true);

    Map<String, Double> means = new LinkedHashMap<>();
    done.losses().forEach((name, value) -> means.put(name, value.getDouble(0)));
    means.put("gradient", norm(gradients));
    if (!means.values().stream().allMatch(Double::isFinite)) {
      return Optional.empty();
    }
    double length = means.get("gradient");
    double clip = settings.optimiser().clip();
    if (clip > 0 && length > clip) {
      gradients.forEach(gradient -> gradient.muli(clip / length));
    }
    done.gradients().forEach((part, all) -> parts.get(part).step(all, settings.optimiser(), share));
    done.running().forEach((part, moved) -> parts.get(part).move(moved));
    return Optional.of(means);
  }

  private static double norm(List<INDArray> arrays) {
    double square = 0;
    for (INDArray array : arrays) {
      double length = array.norm2Number().doubleValue();
      square += length * length;
    }
    return Math.sqrt(square);
  }

  /** Lets the ranks see the arrays' memory as tensors, to change them in place. */
  private static void exchange(List<INDArray> arrays, Collective collective, boolean mean) {
    if (collective.world() == 1) {
      return;
    }
    try (PointerScope scope = new PointerScope()) {
      List<Tensor> views = new ArrayList<>();
      for (INDArray array : arrays) {
        FloatPointer memory = new FloatPointer(array.data().addressPointer());
        views.add(from_blob(memory, new long[] {array.length()}));
      }
      if (mean) {
        collective.average(views);
      } else {
        collective.broadcast(views, 0);
      }
    }
  }

  @Override
  public void average(long step) {
    start
        .trained()
        .keySet()
        .forEach(part -> parts.get(part).average(settings.optimiser().averagingAt(step)));
  }

  @Override
  public void broadcast(Collective collective) {
    List<INDArray> all = new ArrayList<>();
    for (Part part : start.trained().keySet()) {
      parts.get(part).everything().forEach(arrays -> all.addAll(arrays.values()));
    }
    exchange(all, collective, false);
  }

  @Override
  public List<PartState> state() {
    return start.trained().keySet().stream().map(part -> parts.get(part).state()).toList();
  }

  @Override
  public void restore(List<PartState> states) {
    states.forEach(state -> parts.get(state.part()).restore(state));
  }

  @Override
  public void close() {
    graphs.clear();
    parts.clear();
  }
}
