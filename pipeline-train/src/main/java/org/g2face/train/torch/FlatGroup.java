package org.g2face.train.torch;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.zeros_like;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.g2face.ops.WeightSpec;
import org.g2face.train.engine.TrainSettings;
import org.g2face.train.engine.WeightSource;

/**
 * Parameters that learn at one rate, one after the other in a single array, with their gradients
 * and Adam's moments in arrays of the same layout. So a step of Adam is a handful of operations
 * however many parameters there are, and ranks exchange one array.
 */
final class FlatGroup implements AutoCloseable {
  private final double rate;
  private final List<WeightSpec> specs;
  private final Map<String, Tensor> views = new LinkedHashMap<>();
  private final Tensor values;
  private final Tensor gradient;
  private final Tensor mean;
  private final Tensor square;
  private long updates;

  FlatGroup(TorchOps ops, List<WeightSpec> specs, double rate, WeightSource source) {
    this.rate = rate;
    this.specs = List.copyOf(specs);
    List<Tensor> parts = new ArrayList<>();
    specs.forEach(spec -> parts.add(ops.constant(source.weight(spec)).flatten()));
    values = kept(joined(parts));
    gradient = kept(zeros_like(values));
    mean = kept(zeros_like(values));
    square = kept(zeros_like(values));
    split(values)
        .forEach(
            (name, view) -> {
              Tensor leaf = view.detach();
              leaf.set_requires_grad(true);
              views.put(name, kept(leaf));
            });
  }

  static Tensor kept(Tensor value) {
    value.retainReference();
    return value;
  }

  private static Tensor joined(List<Tensor> parts) {
    return cat(new TensorVector(parts.toArray(Tensor[]::new)), 0);
  }

  /** The leaves that programs compute with, by name. */
  Map<String, Tensor> parameters() {
    return views;
  }

  Tensor values() {
    return values;
  }

  Tensor gradient() {
    return gradient;
  }

  Tensor mean() {
    return mean;
  }

  Tensor square() {
    return square;
  }

  long updates() {
    return updates;
  }

  /** Sets how many steps Adam has made. */
  void resumeAt(long updates) {
    this.updates = updates;
  }

  /** Arrays of the group's layout by parameter; they share its memory. */
  Map<String, Tensor> split(Tensor flat) {
    Map<String, Tensor> parts = new LinkedHashMap<>();
    long offset = 0;
    for (WeightSpec spec : specs) {
      long count = org.g2face.tensor.Tensor.count(spec.shape());
      parts.put(spec.name(), flat.narrow(0, offset, count).view(spec.shape()));
      offset += count;
    }
    return parts;
  }

  /**
   * Adds to the gradient.
   *
   * @param gradients of {@link #parameters}, in their order
   */
  void accumulate(List<Tensor> gradients) {
    gradient.add_(joined(gradients.stream().map(g -> g.reshape(-1)).toList()));
  }

  /**
   * One step of Adam.
   *
   * @param share of the full rate
   */
  void step(TrainSettings.Optimiser adam, double share) {
    updates++;
    mean.lerp_(gradient, new Scalar(1 - adam.beta1()));
    square.mul_(new Scalar(adam.beta2()));
    square.addcmul_(gradient, gradient, new Scalar(1 - adam.beta2()));
    double correction = 1 - Math.pow(adam.beta2(), updates);
    Tensor root = square.sqrt().mul_(new Scalar(1 / Math.sqrt(correction)));
    root.add_(new Scalar(adam.epsilon()));
    double step = share * rate / (1 - Math.pow(adam.beta1(), updates));
    values.addcdiv_(mean, root, new Scalar(-step));
  }

  @Override
  public void close() {
    views.values().forEach(Tensor::releaseReference);
    List.of(values, gradient, mean, square).forEach(Tensor::releaseReference);
  }
}
