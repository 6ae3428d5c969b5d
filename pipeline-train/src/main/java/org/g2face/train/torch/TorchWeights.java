package org.g2face.train.torch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.g2face.ops.Init;
import org.g2face.ops.WeightSpec;
import org.g2face.ops.Weights;
import org.g2face.train.engine.WeightSource;

/**
 * The weights of one network on a libtorch device.
 *
 * <p>A weight is copied to the device when a network first asks for it. It outlives the {@code
 * PointerScope} that is open at that moment and is freed by {@link #close}.
 */
public final class TorchWeights implements Weights<Tensor>, AutoCloseable {
  private final Store store;
  private final String scope;

  private record Store(
      TorchOps ops,
      WeightSource source,
      boolean trainable,
      Map<String, Tensor> parameters,
      Map<String, Tensor> buffers) {}

  private TorchWeights(Store store, String scope) {
    this.store = store;
    this.scope = scope;
  }

  /** Weights whose parameters collect gradients. */
  public static TorchWeights trainable(TorchOps ops, WeightSource source) {
    return new TorchWeights(
        new Store(ops, source, true, new LinkedHashMap<>(), new LinkedHashMap<>()), "");
  }

  /** Weights of a network that takes part in a loss but is not trained itself. */
  public static TorchWeights frozen(TorchOps ops, WeightSource source) {
    return new TorchWeights(
        new Store(ops, source, false, new LinkedHashMap<>(), new LinkedHashMap<>()), "");
  }

  @Override
  public Tensor parameter(String name, Init init, long... shape) {
    WeightSpec spec = new WeightSpec(full(name), true, init, shape);
    return store.parameters.computeIfAbsent(spec.name(), key -> load(spec, store.trainable));
  }

  @Override
  public Tensor buffer(String name, Init init, long... shape) {
    WeightSpec spec = new WeightSpec(full(name), false, init, shape);
    return store.buffers.computeIfAbsent(spec.name(), key -> load(spec, false));
  }

  private Tensor load(WeightSpec spec, boolean gradient) {
    Tensor value = store.ops.constant(store.source.weight(spec));
    value.set_requires_grad(gradient);
    value.retainReference();
    return value;
  }

  @Override
  public TorchWeights at(String inner) {
    return new TorchWeights(store, full(inner));
  }

  @Override
  public String scope() {
    return scope;
  }

  /** The trained weights asked for so far, by full name, in the order of first use. */
  public Map<String, Tensor> parameters() {
    return Collections.unmodifiableMap(store.parameters);
  }

  /** The measured weights asked for so far, by full name, in the order of first use. */
  public Map<String, Tensor> buffers() {
    return Collections.unmodifiableMap(store.buffers);
  }

  /** Frees the weights of the whole network, whatever scope this is. */
  @Override
  public void close() {
    store.parameters.values().forEach(Tensor::releaseReference);
    store.buffers.values().forEach(Tensor::releaseReference);
    store.parameters.clear();
    store.buffers.clear();
  }

  private String full(String name) {
    return scope.isEmpty() ? name : scope + "." + name;
  }
}
