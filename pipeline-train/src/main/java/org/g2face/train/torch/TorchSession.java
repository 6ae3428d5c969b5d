package org.g2face.train.torch;

import static org.bytedeco.pytorch.global.torch.cat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.g2face.model.Part;
import org.g2face.ops.Weights;
import org.g2face.train.collective.Collective;
import org.g2face.train.engine.EngineSession;
import org.g2face.train.engine.Networks;
import org.g2face.train.engine.Program;
import org.g2face.train.engine.ProgramResult;
import org.g2face.train.engine.StartingPoint;
import org.g2face.train.engine.TrainSettings;
import org.g2face.train.engine.TrainSettings.Precision;
import org.g2face.train.engine.WeightSource;

/** A training on libtorch. Weights, gradients and moments stay on its device. */
public final class TorchSession implements EngineSession<Tensor> {
  private final TorchOps ops;
  private final TorchOps exactOps;
  private final TorchOps programOps;
  private final StartingPoint start;
  private final TrainSettings settings;
  private final Map<Part, TorchPart> trained = new EnumMap<>(Part.class);
  private final Map<Part, TorchWeights> frozen = new EnumMap<>(Part.class);
  private Pending pending;

  /** What has been added up since the last update. */
  private static final class Pending {
    final Program program;
    final Map<String, Tensor> losses = new LinkedHashMap<>();
    final Map<Part, Map<String, Tensor>> running = new EnumMap<>(Part.class);
    int runs;

    Pending(Program program) {
      this.program = program;
    }
  }

  public TorchSession(StartingPoint start, TrainSettings settings) {
    this.ops = new TorchOps(settings.device());
    this.exactOps = TorchOps.keepingConstants(settings.device());
    this.programOps = settings.precision() == Precision.BFLOAT16 ? exactOps.inBfloat16() : exactOps;
    this.start = start;
    this.settings = settings;
    try (PointerScope scope = new PointerScope();
        AutoGradMode off = new AutoGradMode(false)) {
      start
          .trained()
          .forEach(
              (part, weights) ->
                  trained.put(
                      part,
                      new TorchPart(
                          ops,
                          part,
                          part.weights(start.architecture()),
                          settings.optimiser(),
                          WeightSource.stored(weights.asMap()))));
    }
    start
        .frozen()
        .forEach(
            (part, weights) ->
                frozen.put(part, TorchWeights.frozen(ops, WeightSource.stored(weights.asMap()))));
  }

  @Override
  public Scope open() {
    PointerScope scope = new PointerScope();
    return scope::close;
  }

  @Override
  public Tensor upload(org.g2face.tensor.Tensor value) {
    return ops.constant(value);
  }

  @Override
  public org.g2face.tensor.Tensor download(Tensor value) {
    return TorchOps.toHost(value);
  }

  @Override
  public Map<String, Tensor> evaluate(
      Program program, Map<String, Tensor> inputs, boolean averaged) {
    try (AutoGradMode off = new AutoGradMode(false)) {
      // The averaged weights show what the model will do in use, which is in float32.
      return program.run(networks(averaged ? exactOps : programOps, averaged), inputs).outputs();
    }
  }

  @Override
  public Map<String, Tensor> differentiate(Program program, Map<String, Tensor> inputs) {
    Networks<Tensor> nets = networks(programOps, false);
    ProgramResult<Tensor> outcome = program.run(nets, inputs);
    List<FlatGroup> groups = groups(program);
    List<Tensor> parameters = new ArrayList<>();
    groups.forEach(group -> parameters.addAll(group.parameters().values()));
    List<Tensor> gradients = Autograd.gradients(outcome.total(), parameters);
    try (AutoGradMode off = new AutoGradMode(false)) {
      if (pending == null) {
        pending = new Pending(program);
        groups.forEach(group -> group.gradient().zero_());
      } else if (pending.program != program) {
        throw new IllegalStateException(
            "the gradient of " + pending.program.name() + " has not been used yet");
      }
      int next = 0;
      for (FlatGroup group : groups) {
        int count = group.parameters().size();
        group.accumulate(gradients.subList(next, next + count));
        next += count;
      }
      add(outcome.losses(), pending.losses);
      nets.running()
          .forEach(
              (part, moved) ->
                  add(moved, pending.running.computeIfAbsent(part, k -> new LinkedHashMap<>())));
      pending.runs++;
    }
    return outcome.outputs();
  }

  private static void add(Map<String, Tensor> values, Map<String, Tensor> sums) {
    values.forEach((name, value) -> sums.merge(name, value, Tensor::add));
  }

  @Override
  public Optional<Map<String, Double>> update(
      Program program, double share, Collective collective) {
    if (pending == null || pending.program != program) {
      throw new IllegalStateException("there is no gradient of " + program.name());
    }
    Pending done = pending;
    pending = null;
    try (AutoGradMode off = new AutoGradMode(false)) {
      List<FlatGroup> groups = groups(program);
      List<Tensor> shared = new ArrayList<>();
      groups.forEach(group -> shared.add(group.gradient()));
      List<String> names = List.copyOf(done.losses.keySet());
      Tensor losses = joined(List.copyOf(done.losses.values()));
      shared.add(losses);
      done.running.values().forEach(moved -> shared.addAll(moved.values()));
      if (done.runs > 1) {
        shared.forEach(value -> value.mul_(new Scalar(1.0 / done.runs)));
      }
      collective.average(shared);

      List<Tensor> norms = new ArrayList<>();
      groups.forEach(group -> norms.add(group.gradient().norm()));
      Tensor norm = joined(norms).norm();
      // The one moment of the update in which this process waits for the device.
      float[] numbers = download(joined(List.of(losses, norm))).toArray();
      for (float number : numbers) {
        if (!Float.isFinite(number)) {
          return Optional.empty();
        }
      }
      double length = numbers[names.size()];
      double clip = settings.optimiser().clip();
      for (FlatGroup group : groups) {
        if (clip > 0 && length > clip) {
          group.gradient().mul_(new Scalar(clip / length));
        }
        group.step(settings.optimiser(), share);
      }
      done.running.forEach((part, moved) -> trained.get(part).move(moved));
      Map<String, Double> means = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        means.put(names.get(i), (double) numbers[i]);
      }
      means.put("gradient", length);
      return Optional.of(means);
    }
  }

  private static Tensor joined(List<Tensor> values) {
    return cat(new TensorVector(values.stream().map(v -> v.reshape(-1)).toArray(Tensor[]::new)), 0);
  }

  private List<FlatGroup> groups(Program program) {
    List<FlatGroup> groups = new ArrayList<>();
    program.trains().forEach(part -> groups.addAll(trained.get(part).groups()));
    return groups;
  }

  private Networks<Tensor> networks(TorchOps precision, boolean averaged) {
    return new Networks<>(
        precision,
        start.architecture(),
        start.morphable(),
        part -> weights(part, averaged),
        (nets, image) -> judgementGradient(networks(exactOps, averaged), image));
  }

  private Weights<Tensor> weights(Part part, boolean averaged) {
    TorchPart found = trained.get(part);
    if (found == null) {
      return frozen.get(part);
    }
    return averaged ? found.averagedWeights() : found.weights();
  }

  /** Always in float32: rounding would be a large part of a gradient's gradient. */
  private static Tensor judgementGradient(Networks<Tensor> nets, Tensor image) {
    Tensor leaf = image.detach();
    leaf.set_requires_grad(true);
    Tensor sum = nets.judge(leaf).sum();
    return Autograd.differentiableGradients(sum, List.of(leaf)).get(0);
  }

  @Override
  public void average(long step) {
    try (AutoGradMode off = new AutoGradMode(false)) {
      trained.values().forEach(part -> part.average(settings.optimiser().averagingAt(step)));
    }
  }

  @Override
  public void broadcast(Collective collective) {
    try (AutoGradMode off = new AutoGradMode(false)) {
      List<Tensor> all = new ArrayList<>();
      trained.values().forEach(part -> all.addAll(part.everything()));
      collective.broadcast(all, 0);
    }
  }

  @Override
  public List<PartState> state() {
    try (PointerScope scope = new PointerScope()) {
      return trained.values().stream().map(TorchPart::state).toList();
    }
  }

  @Override
  public void restore(List<PartState> states) {
    try (PointerScope scope = new PointerScope();
        AutoGradMode off = new AutoGradMode(false)) {
      states.forEach(state -> trained.get(state.part()).restore(ops, state));
    }
  }

  @Override
  public void close() {
    trained.values().forEach(TorchPart::close);
    frozen.values().forEach(TorchWeights::close);
  }
}
