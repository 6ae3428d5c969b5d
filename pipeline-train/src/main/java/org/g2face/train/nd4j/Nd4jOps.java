package org.g2face.train.nd4j;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.g2face.ops.Ops;
import org.g2face.ops.Shapes;
import org.g2face.tensor.Tensor;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.factory.Nd4j;

/** Writes networks into one SameDiff graph, in float32. The batch is fixed. */
public final class Nd4jOps implements Ops<Node> {
  private final SameDiff graph;
  private final SpatialOps windows;
  private final Map<String, SDVariable> zeros = new HashMap<>();

  /** An empty graph. */
  public Nd4jOps() {
    this.graph = SameDiff.create();
    this.windows = new SpatialOps(graph);
  }

  SameDiff graph() {
    return graph;
  }

  /** A value that each run supplies. */
  public Node input(String name, long... shape) {
    return plain(graph.placeHolder(name, DataType.FLOAT, shape), shape);
  }

  Node weight(String name, INDArray array, boolean variable) {
    return plain(variable ? graph.var(name, array) : graph.constant(name, array), array.shape());
  }

  @Override
  public Node constant(Tensor value) {
    return plain(graph.constant(HostArrays.toArray(value)), value.shape());
  }

  @Override
  public long[] shape(Node x) {
    return x.shape().clone();
  }

  @Override
  public Node add(Node a, Node b) {
    return binary(a, b, SDVariable::add);
  }

  @Override
  public Node sub(Node a, Node b) {
    return binary(a, b, SDVariable::sub);
  }

  @Override
  public Node mul(Node a, Node b) {
    long[] shape = Shapes.broadcast(a.shape(), b.shape());
    boolean last = a.channelsLast() || b.channelsLast();
    return binary(spreadOver(a, shape, last), spreadOver(b, shape, last), SDVariable::mul);
  }

  @Override
  public Node div(Node a, Node b) {
    return binary(a, b, SDVariable::div);
  }

  @Override
  public Node add(Node x, double scalar) {
    return unary(x, v -> v.add(scalar));
  }

  @Override
  public Node mul(Node x, double scalar) {
    return unary(x, v -> v.mul(scalar));
  }

  @Override
  public Node exp(Node x) {
    return unary(x, graph.math()::exp);
  }

  @Override
  public Node log(Node x) {
    return unary(x, graph.math()::log);
  }

  @Override
  public Node sqrt(Node x) {
    return unary(x, graph.math()::sqrt);
  }

  @Override
  public Node rsqrt(Node x) {
    return unary(x, graph.math()::rsqrt);
  }

  @Override
  public Node square(Node x) {
    return mul(x, x);
  }

  @Override
  public Node abs(Node x) {
    return unary(x, graph.math()::abs);
  }

  @Override
  public Node sin(Node x) {
    return unary(x, graph.math()::sin);
  }

  @Override
  public Node cos(Node x) {
    return unary(x, graph.math()::cos);
  }

  @Override
  public Node tanh(Node x) {
    return unary(x, graph.math()::tanh);
  }

  @Override
  public Node sigmoid(Node x) {
    return unary(x, graph.nn()::sigmoid);
  }

  @Override
  public Node softplus(Node x) {
    // SameDiff's own overflows; from 20 on the result is x to the last digit of a float.
    return unary(
        x,
        v ->
            graph
                .nn()
                .softplus(graph.math().clipByValue(v, -Float.MAX_VALUE, 20))
                .add(graph.nn().relu(v.sub(20), 0)));
  }

  @Override
  public Node relu(Node x) {
    return unary(x, v -> graph.nn().relu(v, 0));
  }

  @Override
  public Node leakyRelu(Node x, double slope) {
    return unary(x, v -> graph.nn().leakyRelu(v, slope));
  }

  @Override
  public Node prelu(Node x, Node slopes) {
    if (slopes.rank() != 1 || slopes.shape()[0] != x.shape()[1]) {
      throw new IllegalArgumentException(
          "one slope for each channel: "
              + Arrays.toString(x.shape())
              + " "
              + Arrays.toString(slopes.shape()));
    }
    Node positive = relu(x);
    Node negative = relu(mul(x, -1));
    return sub(positive, mul(negative, spread(slopes, x.rank())));
  }

  @Override
  public Node clamp(Node x, double low, double high) {
    return unary(x, v -> graph.math().clipByValue(v, low, high));
  }

  @Override
  public Node step(Node x) {
    return unary(x, v -> v.gt(0).castTo(DataType.FLOAT));
  }

  @Override
  public Node round(Node x) {
    // SameDiff's round takes halves away from zero, and its rint cannot be differentiated.
    return unary(
        x,
        v -> {
          SDVariable floor = graph.math().floor(v);
          SDVariable rest = v.sub(floor);
          SDVariable odd = floor.sub(graph.math().floor(floor.mul(0.5)).mul(2));
          SDVariable above = rest.gt(0.5).castTo(DataType.FLOAT);
          SDVariable tie = rest.eq(0.5).castTo(DataType.FLOAT);
          return stopped(floor.add(above).add(tie.mul(odd)));
        });
  }

  @Override
  public Node stopGradient(Node x) {
    return unary(x, this::stopped);
  }

  private SDVariable stopped(SDVariable v) {
    return new StopGradient(graph, v).outputVariable();
  }

  @Override
  public Node matmul(Node a, Node b) {
    long[] shape = Shapes.matmul(a.shape(), b.shape());
    return plain(product(a, b, false), shape);
  }

  @Override
  public Node linear(Node x, Node weight, Node bias) {
    long[] shape = Shapes.linear(x.shape(), weight.shape());
    SDVariable product = product(x, weight, true);
    return plain(bias == null ? product : product.add(bias.variable().reshape(1, shape[1])), shape);
  }

  private SDVariable product(Node a, Node b, boolean transposed) {
    long inner = a.shape()[a.rank() - 1];
    if (Tensor.count(a.shape()) == inner && Tensor.count(b.shape()) == inner) {
      // SameDiff gets the gradient of a product of one row and one column wrong.
      SDVariable row = b.variable().reshape(a.shape());
      return graph.sum(a.variable().mul(row), true, a.rank() - 1);
    }
    return graph.mmul(a.variable(), b.variable(), false, transposed, false);
  }

  @Override
  public Node conv2d(Node x, Node weight, Node bias, int stride, int padding, int groups) {
    return windows.convolution(x, weight, bias, stride, padding, groups);
  }

  @Override
  public Node convTranspose2d(Node x, Node weight, int stride, int padding) {
    return windows.transposedConvolution(x, weight, stride, padding);
  }

  @Override
  public Node blur(Node x, int before, int after, double gain) {
    return windows.blur(x, before, after, gain);
  }

  @Override
  public Node upsample2x(Node x) {
    return windows.upsample2x(x);
  }

  @Override
  public Node avgPool2d(Node x, int kernel, int stride) {
    return windows.average(x, kernel, stride);
  }

  @Override
  public Node maxPool2d(Node x, int kernel, int stride, int padding, boolean ceil) {
    return windows.maximum(x, kernel, stride, padding, ceil);
  }

  @Override
  public Node resample(Node x, Tensor rows, Tensor columns) {
    return windows.resample(x, rows, columns);
  }

  @Override
  public Node concat(int axis, List<Node> parts) {
    long[] shape = Shapes.concat(axis, parts.stream().map(Node::shape).toList());
    boolean last = parts.stream().anyMatch(Node::channelsLast);
    SDVariable[] variables =
        parts.stream().map(part -> part.ordered(last)).toArray(SDVariable[]::new);
    Node unjoined = new Node(null, last, shape);
    return new Node(graph.concat(unjoined.axis(axis), variables), last, shape);
  }

  @Override
  public Node slice(Node x, int axis, int from, int to) {
    long[] shape = Shapes.slice(x.shape(), axis, from, to);
    int[] begin = new int[x.rank()];
    begin[x.axis(axis)] = from;
    int[] extent = new int[x.rank()];
    for (int i = 0; i < extent.length; i++) {
      extent[x.axis(i)] = (int) shape[i];
    }
    return new Node(graph.slice(x.variable(), begin, extent), x.channelsLast(), shape);
  }

  @Override
  public Node reshape(Node x, long... shape) {
    long[] known = Shapes.reshape(x.shape(), shape);
    return plain(x.plain().reshape(known), known);
  }

  @Override
  public Node transpose(Node x, int... order) {
    return plain(x.plain().permute(order), Shapes.transpose(x.shape(), order));
  }

  @Override
  public Node pad(Node x, int top, int bottom, int left, int right) {
    return windows.pad(x, top, bottom, left, right, 0);
  }

  @Override
  public Node repeatBatch(Node x, Node like) {
    long[] shape = Shapes.repeatBatch(x.shape(), like.shape());
    int[] times = new int[x.rank()];
    Arrays.fill(times, 1);
    times[0] = (int) shape[0];
    return new Node(graph.tile(x.variable(), times), x.channelsLast(), shape);
  }

  @Override
  public Node gather(Node x, int axis, int[] positions) {
    return RowGather.gather(x, axis, positions);
  }

  @Override
  public Node sum(Node x, boolean keep, int... axes) {
    return reduce(x, keep, axes, (v, over) -> graph.sum(v, true, over));
  }

  @Override
  public Node mean(Node x, boolean keep, int... axes) {
    return reduce(x, keep, axes, (v, over) -> graph.mean(v, true, over));
  }

  private interface Reduction {
    SDVariable over(SDVariable x, int[] axes);
  }

  private Node reduce(Node x, boolean keep, int[] axes, Reduction reduction) {
    // SameDiff takes axes out of order for others, and fails at some axes of extent 1.
    int[] over = Arrays.stream(axes).filter(i -> x.shape()[i] > 1).map(x::axis).sorted().toArray();
    SDVariable reduced = over.length == 0 ? x.variable() : reduction.over(x.variable(), over);
    Node kept = new Node(reduced, x.channelsLast(), Shapes.reduce(x.shape(), true, axes));
    return keep ? kept : reshape(kept, Shapes.reduce(x.shape(), false, axes));
  }

  @Override
  public Node instanceNorm(Node x, double epsilon) {
    Node centred = sub(x, mean(x, true, 2, 3));
    Node variance = mean(square(centred), true, 2, 3);
    return mul(centred, rsqrt(add(variance, epsilon)));
  }

  @Override
  public Node batchNorm(Node x, Node weight, Node bias, Node mean, Node variance, double epsilon) {
    Node scale = mul(weight, rsqrt(add(variance, epsilon)));
    Node shift = sub(bias, mul(mean, scale));
    return add(mul(x, spread(scale, x.rank())), spread(shift, x.rank()));
  }

  /** [channel] as [1, channel], or [1, channel, 1, 1]. */
  private Node spread(Node channels, int rank) {
    long[] shape = new long[rank];
    Arrays.fill(shape, 1);
    shape[1] = channels.shape()[0];
    return reshape(channels, shape);
  }

  private Node unary(Node x, UnaryOperator<SDVariable> operation) {
    return new Node(operation.apply(x.variable()), x.channelsLast(), x.shape());
  }

  private Node binary(Node a, Node b, BinaryOperator<SDVariable> operation) {
    long[] shape = Shapes.broadcast(a.shape(), b.shape());
    boolean last = a.channelsLast() || b.channelsLast();
    return new Node(operation.apply(a.ordered(last), b.ordered(last)), last, shape);
  }

  /**
   * A value repeated to a larger shape. SameDiff's gradient of a product of different shapes takes
   * several times as long as that of this sum and of a product of equal shapes.
   */
  private Node spreadOver(Node x, long[] shape, boolean channelsLast) {
    if (Arrays.equals(x.shape(), shape)) {
      return x;
    }
    long[] order = channelsLast ? new long[] {shape[0], shape[2], shape[3], shape[1]} : shape;
    SDVariable none =
        zeros.computeIfAbsent(
            Arrays.toString(order), key -> graph.constant(Nd4j.zeros(DataType.FLOAT, order)));
    return add(x, new Node(none, channelsLast, shape));
  }

  private static Node plain(SDVariable variable, long... shape) {
    return new Node(variable, false, shape);
  }
}
