package org.g2face.train.torch;

import static org.bytedeco.pytorch.global.torch.avg_pool2d;
import static org.bytedeco.pytorch.global.torch.batch_norm;
import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.constant_pad_nd;
import static org.bytedeco.pytorch.global.torch.conv_transpose2d;
import static org.bytedeco.pytorch.global.torch.group_norm;
import static org.bytedeco.pytorch.global.torch.leaky_relu;
import static org.bytedeco.pytorch.global.torch.max_pool2d;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.g2face.ops.Ops;
import org.g2face.ops.Shapes;

/**
 * Executes networks at once on libtorch. Every operation can be differentiated twice.
 *
 * <p>All values are float32. With {@link #inBfloat16} convolutions and linear layers round what
 * they take to bfloat16, and their results are float32 again; everything else, norms and losses
 * above all, keeps its precision.
 */
public final class TorchOps implements Ops<Tensor> {
  private static final float[] BINOMIAL = {1, 3, 3, 1};

  private final DeviceConstants constants;
  private final boolean bfloat16;

  /**
   * @param device as PyTorch writes it: {@code cpu}, {@code cuda}, {@code cuda:1}
   */
  public TorchOps(String device) {
    this(new DeviceConstants(device, false), false);
  }

  private TorchOps(DeviceConstants constants, boolean bfloat16) {
    this.constants = constants;
    this.bfloat16 = bfloat16;
  }

  /**
   * Operations whose large constants, such as a morphable model's basis, are copied to the device
   * once and found again when the same object is asked for. To be used by one thread.
   */
  public static TorchOps keepingConstants(String device) {
    return new TorchOps(new DeviceConstants(device, true), false);
  }

  /** These operations with convolutions and linear layers in bfloat16; constants are shared. */
  public TorchOps inBfloat16() {
    return new TorchOps(constants, true);
  }

  /** What a product takes. */
  private Tensor rounded(Tensor x) {
    return bfloat16 && x != null ? x.to(ScalarType.BFloat16) : x;
  }

  /** What a product gives. */
  private Tensor widened(Tensor x) {
    return bfloat16 ? x.to(ScalarType.Float) : x;
  }

  @Override
  public Tensor constant(org.g2face.tensor.Tensor value) {
    return constants.of(value);
  }

  /** A copy of a value in the memory of this process. */
  public static org.g2face.tensor.Tensor toHost(Tensor value) {
    Tensor local = value.detach().cpu().contiguous();
    FloatBuffer values = org.g2face.tensor.Tensor.allocate(Math.toIntExact(local.numel()));
    values.put(new FloatPointer(local.data_ptr()).capacity(local.numel()).asBuffer()).flip();
    Reference.reachabilityFence(local);
    return org.g2face.tensor.Tensor.wrap(values, local.shape());
  }

  @Override
  public long[] shape(Tensor x) {
    return x.shape();
  }

  @Override
  public Tensor add(Tensor a, Tensor b) {
    Shapes.broadcast(a.shape(), b.shape());
    return a.add(b);
  }

  @Override
  public Tensor sub(Tensor a, Tensor b) {
    Shapes.broadcast(a.shape(), b.shape());
    return a.sub(b);
  }

  @Override
  public Tensor mul(Tensor a, Tensor b) {
    Shapes.broadcast(a.shape(), b.shape());
    return a.mul(b);
  }

  @Override
  public Tensor div(Tensor a, Tensor b) {
    Shapes.broadcast(a.shape(), b.shape());
    return a.div(b);
  }

  @Override
  public Tensor add(Tensor x, double scalar) {
    return x.add(new Scalar(scalar));
  }

  @Override
  public Tensor mul(Tensor x, double scalar) {
    return x.mul(new Scalar(scalar));
  }

  @Override
  public Tensor exp(Tensor x) {
    return x.exp();
  }

  @Override
  public Tensor log(Tensor x) {
    return x.log();
  }

  @Override
  public Tensor sqrt(Tensor x) {
    return x.sqrt();
  }

  @Override
  public Tensor rsqrt(Tensor x) {
    return x.rsqrt();
  }

  @Override
  public Tensor square(Tensor x) {
    return x.square();
  }

  @Override
  public Tensor abs(Tensor x) {
    return x.abs();
  }

  @Override
  public Tensor sin(Tensor x) {
    return x.sin();
  }

  @Override
  public Tensor cos(Tensor x) {
    return x.cos();
  }

  @Override
  public Tensor tanh(Tensor x) {
    return x.tanh();
  }

  @Override
  public Tensor sigmoid(Tensor x) {
    return x.sigmoid();
  }

  @Override
  public Tensor softplus(Tensor x) {
    return torch.softplus(x);
  }

  @Override
  public Tensor relu(Tensor x) {
    return x.relu();
  }

  @Override
  public Tensor leakyRelu(Tensor x, double slope) {
    return leaky_relu(x, new Scalar(slope));
  }

  @Override
  public Tensor prelu(Tensor x, Tensor slopes) {
    if (slopes.dim() != 1 || slopes.size(0) != x.size(1)) {
      throw new IllegalArgumentException(
          "one slope for each channel: "
              + Arrays.toString(x.shape())
              + " "
              + Arrays.toString(slopes.shape()));
    }
    return torch.prelu(x, slopes);
  }

  @Override
  public Tensor clamp(Tensor x, double low, double high) {
    return x.clamp(new ScalarOptional(new Scalar(low)), new ScalarOptional(new Scalar(high)));
  }

  @Override
  public Tensor step(Tensor x) {
    return x.detach().gt(new Scalar(0.0)).to(ScalarType.Float);
  }

  @Override
  public Tensor round(Tensor x) {
    return x.round();
  }

  @Override
  public Tensor stopGradient(Tensor x) {
    return x.detach();
  }

  @Override
  public Tensor matmul(Tensor a, Tensor b) {
    Shapes.matmul(a.shape(), b.shape());
    return a.matmul(b);
  }

  @Override
  public Tensor linear(Tensor x, Tensor weight, Tensor bias) {
    Shapes.linear(x.shape(), weight.shape());
    return widened(torch.linear(rounded(x), rounded(weight), optional(rounded(bias))));
  }

  @Override
  public Tensor conv2d(Tensor x, Tensor weight, Tensor bias, int stride, int padding, int groups) {
    Shapes.conv2d(x.shape(), weight.shape(), stride, padding, groups);
    return widened(
        torch.conv2d(
            rounded(x),
            rounded(weight),
            optional(rounded(bias)),
            both(stride),
            both(padding),
            both(1),
            groups));
  }

  @Override
  public Tensor convTranspose2d(Tensor x, Tensor weight, int stride, int padding) {
    Shapes.convTranspose2d(x.shape(), weight.shape(), stride, padding);
    return widened(
        conv_transpose2d(
            rounded(x),
            rounded(weight),
            optional(null),
            both(stride),
            both(padding),
            both(0),
            1,
            both(1)));
  }

  // Of a depthwise 4x4 convolution, two depthwise 1-D ones, one convolution of all channels as a
  // batch, shifted sums and three 2x2 means, the first is two to ten times faster than the others.
  @Override
  public Tensor blur(Tensor x, int before, int after, double gain) {
    Shapes.blur(x.shape(), before, after);
    int common = Math.min(before, after);
    Tensor padded = x;
    if (before != after) {
      long top = before - common;
      long bottom = after - common;
      padded = constant_pad_nd(x, top, bottom, top, bottom);
    }
    long channels = x.size(1);
    return torch.conv2d(
        padded, binomial(channels, gain), optional(null), both(1), both(common), both(1), channels);
  }

  @Override
  public Tensor upsample2x(Tensor x) {
    Shapes.blur(x.shape(), 2, 1);
    long channels = x.size(1);
    Tensor kernel = binomial(channels, 4);
    return conv_transpose2d(
        x, kernel, optional(null), both(2), both(1), both(0), channels, both(1));
  }

  private Tensor binomial(long channels, double gain) {
    float[] kernel = new float[16];
    for (int i = 0; i < 16; i++) {
      kernel[i] = (float) (BINOMIAL[i / 4] * BINOMIAL[i % 4] / 64 * gain);
    }
    return constant(org.g2face.tensor.Tensor.of(kernel, 1, 1, 4, 4)).expand(channels, 1, 4, 4);
  }

  @Override
  public Tensor avgPool2d(Tensor x, int kernel, int stride) {
    Shapes.pool(x.shape(), kernel, stride, 0, false);
    return avg_pool2d(x, both(kernel), both(stride), both(0), false, true, new LongOptional());
  }

  @Override
  public Tensor maxPool2d(Tensor x, int kernel, int stride, int padding, boolean ceil) {
    Shapes.pool(x.shape(), kernel, stride, padding, ceil);
    return max_pool2d(x, both(kernel), both(stride), both(padding), both(1), ceil);
  }

  @Override
  public Tensor resample(
      Tensor x, org.g2face.tensor.Tensor rows, org.g2face.tensor.Tensor columns) {
    Shapes.resample(x.shape(), rows.shape(), columns.shape());
    // A matrix from the right makes one large product of all images and channels; a matrix from
    // the left would be one small product for each.
    Tensor wide = x.matmul(constant(columns).t());
    return wide.transpose(2, 3).matmul(constant(rows).t()).transpose(2, 3);
  }

  @Override
  public Tensor concat(int axis, List<Tensor> parts) {
    Shapes.concat(axis, parts.stream().map(Tensor::shape).toList());
    return cat(new TensorVector(parts.toArray(Tensor[]::new)), axis);
  }

  @Override
  public Tensor slice(Tensor x, int axis, int from, int to) {
    Shapes.slice(x.shape(), axis, from, to);
    return x.narrow(axis, from, to - from);
  }

  @Override
  public Tensor reshape(Tensor x, long... shape) {
    return x.reshape(Shapes.reshape(x.shape(), shape));
  }

  @Override
  public Tensor transpose(Tensor x, int... order) {
    return x.permute(longs(order));
  }

  @Override
  public Tensor pad(Tensor x, int top, int bottom, int left, int right) {
    Shapes.pad(x.shape(), top, bottom, left, right);
    return constant_pad_nd(x, left, right, top, bottom);
  }

  @Override
  public Tensor repeatBatch(Tensor x, Tensor like) {
    return x.expand(Shapes.repeatBatch(x.shape(), like.shape()));
  }

  @Override
  public Tensor gather(Tensor x, int axis, int[] positions) {
    Shapes.gather(x.shape(), axis, positions);
    return x.index_select(axis, constants.positions(positions));
  }

  @Override
  public Tensor sum(Tensor x, boolean keep, int... axes) {
    return torch.sum(x, longs(axes), keep, new ScalarTypeOptional());
  }

  @Override
  public Tensor mean(Tensor x, boolean keep, int... axes) {
    return torch.mean(x, longs(axes), keep, new ScalarTypeOptional());
  }

  /** Group norm with one group for each channel, which takes half the time of instance norm. */
  @Override
  public Tensor instanceNorm(Tensor x, double epsilon) {
    return group_norm(x, x.size(1), optional(null), optional(null), epsilon, false);
  }

  @Override
  public Tensor batchNorm(
      Tensor x, Tensor weight, Tensor bias, Tensor mean, Tensor variance, double epsilon) {
    if (!mean.requires_grad() && !variance.requires_grad()) {
      return batch_norm(
          x,
          optional(weight),
          optional(bias),
          optional(mean),
          optional(variance),
          false,
          0,
          epsilon,
          true);
    }
    // Statistics of the batch itself, through which the gradient has to flow.
    long[] spread = new long[(int) x.dim()];
    Arrays.fill(spread, 1);
    spread[1] = x.size(1);
    Tensor scale = variance.add(new Scalar(epsilon)).rsqrt().mul(weight);
    return x.sub(mean.reshape(spread)).mul(scale.reshape(spread)).add(bias.reshape(spread));
  }

  private static TensorOptional optional(Tensor value) {
    return value == null ? new TensorOptional() : new TensorOptional(value);
  }

  private static long[] both(long extent) {
    return new long[] {extent, extent};
  }

  private static long[] longs(int[] values) {
    return Arrays.stream(values).asLongStream().toArray();
  }
}
