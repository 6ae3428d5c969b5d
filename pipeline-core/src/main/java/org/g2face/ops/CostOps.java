package org.g2face.ops;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.g2face.tensor.Tensor;

/**
 * Reads a network without computing it: its values are shapes, and what remains is the list of its
 * weights and the work it would do.
 *
 * <p>Work counts two operations for a multiply-add of a convolution, linear layer or matrix
 * product, and nothing else, as the tables of the field do. A transposed convolution multiplies
 * every input value with its kernel once, so its work goes by the size of its input. A blur counts
 * as the 4x4 convolution of each channel that it is, however an engine does it.
 */
public final class CostOps implements Ops<long[]> {
  private static final int BLUR_TAPS = 16;

  private final List<Work> work = new ArrayList<>();
  private String lastWeight = "";

  /**
   * One counted operation.
   *
   * @param weight the full name of the weight that was asked for last before it, which tells the
   *     layer it belongs to; empty before the first one
   * @param side the height of the feature maps it makes; 1 where it makes none
   * @param operations two for each multiply-add
   */
  public record Work(String weight, long side, long operations) {}

  /**
   * What running a network once would take.
   *
   * @param weights in the order of first use
   * @param work in the order of execution
   */
  public record Cost(List<WeightSpec> weights, List<Work> work) {

    /** Two for each multiply-add. */
    public long operations() {
      return work.stream().mapToLong(Work::operations).sum();
    }

    /** How many numbers training would change. */
    public long parameters() {
      return weights.stream()
          .filter(WeightSpec::trained)
          .mapToLong(w -> Tensor.count(w.shape()))
          .sum();
    }
  }

  /** Reads a network, which asks the given operations and weights for what it needs. */
  public static Cost of(BiConsumer<Ops<long[]>, Weights<long[]>> network) {
    CostOps ops = new CostOps();
    Map<String, WeightSpec> seen = new LinkedHashMap<>();
    network.accept(ops, new Recorder(ops, "", seen));
    return new Cost(List.copyOf(seen.values()), List.copyOf(ops.work));
  }

  private void count(long side, long operations) {
    work.add(new Work(lastWeight, side, operations));
  }

  private record Recorder(CostOps ops, String scope, Map<String, WeightSpec> seen)
      implements Weights<long[]> {

    @Override
    public long[] parameter(String name, Init init, long... shape) {
      return record(name, true, init, shape);
    }

    @Override
    public long[] buffer(String name, Init init, long... shape) {
      return record(name, false, init, shape);
    }

    private long[] record(String name, boolean trained, Init init, long... shape) {
      String full = scope.isEmpty() ? name : scope + "." + name;
      WeightSpec spec = new WeightSpec(full, trained, init, shape);
      WeightSpec earlier = seen.putIfAbsent(full, spec);
      if (earlier != null && !earlier.equals(spec)) {
        throw new IllegalStateException(earlier + " is asked for again as " + spec);
      }
      ops.lastWeight = full;
      return shape.clone();
    }

    @Override
    public Weights<long[]> at(String inner) {
      return new Recorder(ops, scope.isEmpty() ? inner : scope + "." + inner, seen);
    }
  }

  @Override
  public long[] constant(Tensor value) {
    return value.shape();
  }

  @Override
  public long[] shape(long[] x) {
    return x.clone();
  }

  @Override
  public long[] add(long[] a, long[] b) {
    return Shapes.broadcast(a, b);
  }

  @Override
  public long[] sub(long[] a, long[] b) {
    return Shapes.broadcast(a, b);
  }

  @Override
  public long[] mul(long[] a, long[] b) {
    return Shapes.broadcast(a, b);
  }

  @Override
  public long[] div(long[] a, long[] b) {
    return Shapes.broadcast(a, b);
  }

  @Override
  public long[] add(long[] x, double scalar) {
    return x;
  }

  @Override
  public long[] mul(long[] x, double scalar) {
    return x;
  }

  @Override
  public long[] exp(long[] x) {
    return x;
  }

  @Override
  public long[] log(long[] x) {
    return x;
  }

  @Override
  public long[] sqrt(long[] x) {
    return x;
  }

  @Override
  public long[] rsqrt(long[] x) {
    return x;
  }

  @Override
  public long[] square(long[] x) {
    return x;
  }

  @Override
  public long[] abs(long[] x) {
    return x;
  }

  @Override
  public long[] sin(long[] x) {
    return x;
  }

  @Override
  public long[] cos(long[] x) {
    return x;
  }

  @Override
  public long[] tanh(long[] x) {
    return x;
  }

  @Override
  public long[] sigmoid(long[] x) {
    return x;
  }

  @Override
  public long[] softplus(long[] x) {
    return x;
  }

  @Override
  public long[] relu(long[] x) {
    return x;
  }

  @Override
  public long[] leakyRelu(long[] x, double slope) {
    return x;
  }

  @Override
  public long[] prelu(long[] x, long[] slopes) {
    if (slopes.length != 1 || slopes[0] != x[1]) {
      throw new IllegalArgumentException(slopes[0] + " slopes for " + x[1] + " channels");
    }
    return x;
  }

  @Override
  public long[] clamp(long[] x, double low, double high) {
    return x;
  }

  @Override
  public long[] step(long[] x) {
    return x;
  }

  @Override
  public long[] round(long[] x) {
    return x;
  }

  @Override
  public long[] stopGradient(long[] x) {
    return x;
  }

  @Override
  public long[] matmul(long[] a, long[] b) {
    long[] out = Shapes.matmul(a, b);
    count(1, 2 * Shapes.product(out, 0) * a[a.length - 1]);
    return out;
  }

  @Override
  public long[] linear(long[] x, long[] weight, long[] bias) {
    count(1, 2 * Math.abs(x[0]) * Shapes.product(weight, 0));
    return Shapes.linear(x, weight);
  }

  @Override
  public long[] conv2d(long[] x, long[] weight, long[] bias, int stride, int padding, int groups) {
    long[] out = Shapes.conv2d(x, weight, stride, padding, groups);
    count(out[2], 2 * Shapes.product(out, 0) * Shapes.product(weight, 1));
    return out;
  }

  @Override
  public long[] convTranspose2d(long[] x, long[] weight, int stride, int padding) {
    count(x[2] * stride, 2 * Shapes.product(x, 0) * Shapes.product(weight, 1));
    return Shapes.convTranspose2d(x, weight, stride, padding);
  }

  @Override
  public long[] blur(long[] x, int before, int after, double gain) {
    return blurred(Shapes.blur(x, before, after));
  }

  @Override
  public long[] upsample2x(long[] x) {
    return blurred(new long[] {x[0], x[1], 2 * x[2], 2 * x[3]});
  }

  private long[] blurred(long[] out) {
    count(out[2], 2 * BLUR_TAPS * Shapes.product(out, 0));
    return out;
  }

  @Override
  public long[] avgPool2d(long[] x, int kernel, int stride) {
    return Shapes.pool(x, kernel, stride, 0, false);
  }

  @Override
  public long[] maxPool2d(long[] x, int kernel, int stride, int padding, boolean ceil) {
    return Shapes.pool(x, kernel, stride, padding, ceil);
  }

  @Override
  public long[] resample(long[] x, Tensor rows, Tensor columns) {
    return Shapes.resample(x, rows.shape(), columns.shape());
  }

  @Override
  public long[] concat(int axis, List<long[]> parts) {
    return Shapes.concat(axis, new ArrayList<>(parts));
  }

  @Override
  public long[] slice(long[] x, int axis, int from, int to) {
    return Shapes.slice(x, axis, from, to);
  }

  @Override
  public long[] reshape(long[] x, long... shape) {
    return Shapes.reshape(x, shape);
  }

  @Override
  public long[] transpose(long[] x, int... order) {
    return Shapes.transpose(x, order);
  }

  @Override
  public long[] pad(long[] x, int top, int bottom, int left, int right) {
    return Shapes.pad(x, top, bottom, left, right);
  }

  @Override
  public long[] repeatBatch(long[] x, long[] like) {
    return Shapes.repeatBatch(x, like);
  }

  @Override
  public long[] gather(long[] x, int axis, int[] positions) {
    return Shapes.gather(x, axis, positions);
  }

  @Override
  public long[] sum(long[] x, boolean keep, int... axes) {
    return Shapes.reduce(x, keep, axes);
  }

  @Override
  public long[] mean(long[] x, boolean keep, int... axes) {
    return Shapes.reduce(x, keep, axes);
  }

  @Override
  public long[] instanceNorm(long[] x, double epsilon) {
    return x;
  }

  @Override
  public long[] batchNorm(
      long[] x, long[] weight, long[] bias, long[] mean, long[] variance, double epsilon) {
    return x;
  }
}
