package org.g2face.onnx;

import java.util.Arrays;
import java.util.List;
import org.g2face.onnx.OnnxGraph.Attribute;
import org.g2face.ops.Ops;
import org.g2face.ops.Shapes;
import org.g2face.tensor.Tensor;

/**
 * Writes each operation down as a node of an ONNX graph.
 *
 * <p>What the operators mean: <a
 * href="https://github.com/onnx/onnx/blob/main/docs/Operators.md">Operators.md</a>.
 */
final class OnnxOps implements Ops<OnnxValue> {
  private static final float[] BLUR = {1, 3, 3, 1};

  private final OnnxGraph graph;

  OnnxOps(OnnxGraph graph) {
    this.graph = graph;
  }

  @Override
  public OnnxValue constant(Tensor value) {
    return graph.constant(value);
  }

  @Override
  public long[] shape(OnnxValue x) {
    return x.shape().clone();
  }

  @Override
  public OnnxValue add(OnnxValue a, OnnxValue b) {
    return binary("Add", a, b);
  }

  @Override
  public OnnxValue sub(OnnxValue a, OnnxValue b) {
    return binary("Sub", a, b);
  }

  @Override
  public OnnxValue mul(OnnxValue a, OnnxValue b) {
    return binary("Mul", a, b);
  }

  @Override
  public OnnxValue div(OnnxValue a, OnnxValue b) {
    return binary("Div", a, b);
  }

  @Override
  public OnnxValue add(OnnxValue x, double scalar) {
    return graph.node("Add", x.shape(), List.of(x, graph.scalar(scalar)));
  }

  @Override
  public OnnxValue mul(OnnxValue x, double scalar) {
    return graph.node("Mul", x.shape(), List.of(x, graph.scalar(scalar)));
  }

  @Override
  public OnnxValue exp(OnnxValue x) {
    return unary("Exp", x);
  }

  @Override
  public OnnxValue log(OnnxValue x) {
    return unary("Log", x);
  }

  @Override
  public OnnxValue sqrt(OnnxValue x) {
    return unary("Sqrt", x);
  }

  @Override
  public OnnxValue rsqrt(OnnxValue x) {
    return unary("Reciprocal", unary("Sqrt", x));
  }

  @Override
  public OnnxValue square(OnnxValue x) {
    return binary("Mul", x, x);
  }

  @Override
  public OnnxValue abs(OnnxValue x) {
    return unary("Abs", x);
  }

  @Override
  public OnnxValue sin(OnnxValue x) {
    return unary("Sin", x);
  }

  @Override
  public OnnxValue cos(OnnxValue x) {
    return unary("Cos", x);
  }

  @Override
  public OnnxValue tanh(OnnxValue x) {
    return unary("Tanh", x);
  }

  @Override
  public OnnxValue sigmoid(OnnxValue x) {
    return unary("Sigmoid", x);
  }

  @Override
  public OnnxValue softplus(OnnxValue x) {
    // The runtime's Softplus overflows for large x; this form does not.
    OnnxValue positive = relu(x);
    return add(positive, log(add(exp(mul(abs(x), -1)), 1)));
  }

  @Override
  public OnnxValue relu(OnnxValue x) {
    return unary("Relu", x);
  }

  @Override
  public OnnxValue leakyRelu(OnnxValue x, double slope) {
    return unary("LeakyRelu", x, Attribute.of("alpha", slope));
  }

  @Override
  public OnnxValue prelu(OnnxValue x, OnnxValue slopes) {
    long[] spread = new long[x.shape().length - 1];
    Arrays.fill(spread, 1);
    spread[0] = x.shape()[1];
    return graph.node("PRelu", x.shape(), List.of(x, reshape(slopes, spread)));
  }

  @Override
  public OnnxValue clamp(OnnxValue x, double low, double high) {
    return graph.node("Clip", x.shape(), List.of(x, graph.scalar(low), graph.scalar(high)));
  }

  @Override
  public OnnxValue step(OnnxValue x) {
    OnnxValue positive = graph.node("Greater", x.shape(), List.of(x, graph.scalar(0)));
    return unary("Cast", positive, Attribute.of("to", 1));
  }

  @Override
  public OnnxValue round(OnnxValue x) {
    return unary("Round", x);
  }

  @Override
  public OnnxValue stopGradient(OnnxValue x) {
    return x;
  }

  @Override
  public OnnxValue matmul(OnnxValue a, OnnxValue b) {
    return graph.node("MatMul", Shapes.matmul(a.shape(), b.shape()), List.of(a, b));
  }

  @Override
  public OnnxValue linear(OnnxValue x, OnnxValue weight, OnnxValue bias) {
    return graph.node(
        "Gemm",
        Shapes.linear(x.shape(), weight.shape()),
        bias == null ? List.of(x, weight) : List.of(x, weight, bias),
        Attribute.of("transB", 1));
  }

  @Override
  public OnnxValue conv2d(
      OnnxValue x, OnnxValue weight, OnnxValue bias, int stride, int padding, int groups) {
    return graph.node(
        "Conv",
        Shapes.conv2d(x.shape(), weight.shape(), stride, padding, groups),
        bias == null ? List.of(x, weight) : List.of(x, weight, bias),
        Attribute.ofAll("kernel_shape", weight.shape()[2], weight.shape()[3]),
        Attribute.ofAll("strides", stride, stride),
        Attribute.ofAll("pads", padding, padding, padding, padding),
        Attribute.of("group", groups));
  }

  @Override
  public OnnxValue convTranspose2d(OnnxValue x, OnnxValue weight, int stride, int padding) {
    return graph.node(
        "ConvTranspose",
        Shapes.convTranspose2d(x.shape(), weight.shape(), stride, padding),
        List.of(x, weight),
        Attribute.ofAll("kernel_shape", weight.shape()[2], weight.shape()[3]),
        Attribute.ofAll("strides", stride, stride),
        Attribute.ofAll("pads", padding, padding, padding, padding));
  }

  @Override
  public OnnxValue blur(OnnxValue x, int before, int after, double gain) {
    int channels = (int) x.shape()[1];
    return graph.node(
        "Conv",
        Shapes.blur(x.shape(), before, after),
        List.of(x, constant(blurKernel(channels, gain))),
        Attribute.ofAll("kernel_shape", 4, 4),
        Attribute.ofAll("pads", before, before, after, after),
        Attribute.of("group", channels));
  }

  @Override
  public OnnxValue upsample2x(OnnxValue x) {
    long[] shape = x.shape();
    int channels = (int) shape[1];
    return graph.node(
        "ConvTranspose",
        new long[] {shape[0], shape[1], 2 * shape[2], 2 * shape[3]},
        List.of(x, constant(blurKernel(channels, 4))),
        Attribute.ofAll("kernel_shape", 4, 4),
        Attribute.ofAll("strides", 2, 2),
        Attribute.ofAll("pads", 1, 1, 1, 1),
        Attribute.of("group", channels));
  }

  private static Tensor blurKernel(int channels, double gain) {
    float[] kernel = new float[channels * 16];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) (BLUR[i / 4 % 4] * BLUR[i % 4] / 64 * gain);
    }
    return Tensor.of(kernel, channels, 1, 4, 4);
  }

  @Override
  public OnnxValue avgPool2d(OnnxValue x, int kernel, int stride) {
    return graph.node(
        "AveragePool",
        Shapes.pool(x.shape(), kernel, stride, 0, false),
        List.of(x),
        Attribute.ofAll("kernel_shape", kernel, kernel),
        Attribute.ofAll("strides", stride, stride));
  }

  @Override
  public OnnxValue maxPool2d(OnnxValue x, int kernel, int stride, int padding, boolean ceil) {
    return graph.node(
        "MaxPool",
        Shapes.pool(x.shape(), kernel, stride, padding, ceil),
        List.of(x),
        Attribute.ofAll("kernel_shape", kernel, kernel),
        Attribute.ofAll("strides", stride, stride),
        Attribute.ofAll("pads", padding, padding, padding, padding),
        Attribute.of("ceil_mode", ceil ? 1 : 0));
  }

  @Override
  public OnnxValue resample(OnnxValue x, Tensor rows, Tensor columns) {
    long[] shape = Shapes.resample(x.shape(), rows.shape(), columns.shape());
    OnnxValue wide =
        graph.node(
            "MatMul",
            new long[] {shape[0], shape[1], shape[2], x.shape()[3]},
            List.of(constant(rows), x));
    return graph.node("MatMul", shape, List.of(wide, transpose(constant(columns), 1, 0)));
  }

  @Override
  public OnnxValue concat(int axis, List<OnnxValue> parts) {
    return graph.node(
        "Concat",
        Shapes.concat(axis, parts.stream().map(OnnxValue::shape).toList()),
        parts,
        Attribute.of("axis", axis));
  }

  @Override
  public OnnxValue slice(OnnxValue x, int axis, int from, int to) {
    return graph.node(
        "Slice",
        Shapes.slice(x.shape(), axis, from, to),
        List.of(x, graph.integers(from), graph.integers(to), graph.integers(axis)));
  }

  @Override
  public OnnxValue reshape(OnnxValue x, long... shape) {
    long[] known = Shapes.reshape(x.shape(), shape);
    return graph.node("Reshape", known, List.of(x, graph.integers(known)));
  }

  @Override
  public OnnxValue transpose(OnnxValue x, int... order) {
    long[] permutation = Arrays.stream(order).asLongStream().toArray();
    return graph.node(
        "Transpose",
        Shapes.transpose(x.shape(), order),
        List.of(x),
        Attribute.ofAll("perm", permutation));
  }

  @Override
  public OnnxValue pad(OnnxValue x, int top, int bottom, int left, int right) {
    return graph.node(
        "Pad",
        Shapes.pad(x.shape(), top, bottom, left, right),
        List.of(x, graph.integers(0, 0, top, left, 0, 0, bottom, right)));
  }

  @Override
  public OnnxValue repeatBatch(OnnxValue x, OnnxValue like) {
    long[] shape = Shapes.repeatBatch(x.shape(), like.shape());
    OnnxValue extents;
    if (shape[0] >= 0) {
      extents = graph.integers(shape);
    } else {
      OnnxValue all = graph.node("Shape", new long[] {like.shape().length}, List.of(like));
      OnnxValue batch =
          graph.node(
              "Slice",
              new long[] {1},
              List.of(all, graph.integers(0), graph.integers(1), graph.integers(0)));
      OnnxValue rest = graph.integers(Arrays.copyOfRange(shape, 1, shape.length));
      extents =
          graph.node(
              "Concat", new long[] {shape.length}, List.of(batch, rest), Attribute.of("axis", 0));
    }
    return graph.node("Expand", shape, List.of(x, extents));
  }

  @Override
  public OnnxValue gather(OnnxValue x, int axis, int[] positions) {
    return graph.node(
        "Gather",
        Shapes.gather(x.shape(), axis, positions),
        List.of(x, graph.integers(Arrays.stream(positions).asLongStream().toArray())),
        Attribute.of("axis", axis));
  }

  @Override
  public OnnxValue sum(OnnxValue x, boolean keep, int... axes) {
    return graph.node(
        "ReduceSum",
        Shapes.reduce(x.shape(), keep, axes),
        List.of(x, graph.integers(Arrays.stream(axes).asLongStream().toArray())),
        Attribute.of("keepdims", keep ? 1 : 0));
  }

  @Override
  public OnnxValue mean(OnnxValue x, boolean keep, int... axes) {
    return graph.node(
        "ReduceMean",
        Shapes.reduce(x.shape(), keep, axes),
        List.of(x),
        Attribute.ofAll("axes", Arrays.stream(axes).asLongStream().toArray()),
        Attribute.of("keepdims", keep ? 1 : 0));
  }

  @Override
  public OnnxValue instanceNorm(OnnxValue x, double epsilon) {
    long channels = x.shape()[1];
    return graph.node(
        "InstanceNormalization",
        x.shape(),
        List.of(x, constant(Tensor.filled(1, channels)), constant(Tensor.filled(0, channels))),
        Attribute.of("epsilon", epsilon));
  }

  @Override
  public OnnxValue batchNorm(
      OnnxValue x,
      OnnxValue weight,
      OnnxValue bias,
      OnnxValue mean,
      OnnxValue variance,
      double epsilon) {
    return graph.node(
        "BatchNormalization",
        x.shape(),
        List.of(x, weight, bias, mean, variance),
        Attribute.of("epsilon", epsilon));
  }

  private OnnxValue unary(String operator, OnnxValue x, Attribute... attributes) {
    return graph.node(operator, x.shape(), List.of(x), attributes);
  }

  private OnnxValue binary(String operator, OnnxValue a, OnnxValue b) {
    return graph.node(operator, Shapes.broadcast(a.shape(), b.shape()), List.of(a, b));
  }
}
