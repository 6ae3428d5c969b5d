package org.g2face.train;

import static org.g2face.train.Extents.axes;
import static org.g2face.train.Extents.broadcastable;
import static org.g2face.train.Extents.normal;
import static org.g2face.train.Extents.positive;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.g2face.ops.Ops;
import org.g2face.tensor.Tensor;

/** At least one case of every operation, in given sizes. */
final class OpCases {
  private final Extents e;
  private final Random random;
  private final List<OpCase> cases = new ArrayList<>();

  private OpCases(Extents e, long seed) {
    this.e = e;
    this.random = new Random(seed);
  }

  static List<OpCase> of(Extents extents, long seed) {
    OpCases all = new OpCases(extents, seed);
    all.elements();
    all.channelSlopes();
    all.products();
    all.convolutions();
    all.sampling();
    all.shapes();
    all.reductions();
    all.normalisation();
    return all.cases;
  }

  private void add(String name, OpCase.Op op, Tensor... inputs) {
    cases.add(OpCase.of(name, op, inputs));
  }

  private void elements() {
    Tensor fixed = normal(random, e.image());
    add("constant", (ops, in) -> ops.mul(in.get(0), ops.constant(fixed)), image());
    binary("add", Ops::add, false);
    binary("sub", Ops::sub, false);
    binary("mul", Ops::mul, false);
    binary("div", Ops::div, true);
    unary("add scalar", (ops, x) -> ops.add(x, -1.25));
    unary("mul scalar", (ops, x) -> ops.mul(x, 2.5));
    unary("exp", Ops::exp);
    unary("square", Ops::square);
    unary("abs", Ops::abs);
    unary("sin", Ops::sin);
    unary("cos", Ops::cos);
    unary("tanh", Ops::tanh);
    unary("sigmoid", Ops::sigmoid);
    unary("softplus", Ops::softplus);
    Tensor large = Tensor.of(new float[] {-1000, -100, -20, -1, 0, 19, 21, 90, 1000}, 3, 3);
    add("softplus of large numbers", (ops, in) -> ops.softplus(in.get(0)), large);
    unary("relu", Ops::relu);
    unary("leakyRelu", (ops, x) -> ops.leakyRelu(x, 0.2));
    unary("clamp", (ops, x) -> ops.clamp(x, -0.5, 0.75));
    // Times x, because alone they have no gradient.
    unary("step", (ops, x) -> ops.mul(x, ops.step(x)));
    unary("stopGradient", (ops, x) -> ops.mul(x, ops.stopGradient(ops.square(x))));
    unary("round", (ops, x) -> ops.mul(x, ops.round(ops.mul(x, 3))));
    Tensor halves = Tensor.of(new float[] {-2.5f, -1.5f, -0.5f, 0, 0.5f, 1.5f, 2.5f, 255}, 2, 4);
    add("round halves", (ops, in) -> ops.mul(in.get(0), ops.round(in.get(0))), halves);
    add("log", (ops, in) -> ops.log(in.get(0)), positive(random, e.image()));
    add("sqrt", (ops, in) -> ops.sqrt(in.get(0)), positive(random, e.image()));
    add("rsqrt", (ops, in) -> ops.rsqrt(in.get(0)), positive(random, e.image()));
  }

  private void unary(String name, BiFunction<Ops<Object>, Object, Object> op) {
    add(name, (ops, in) -> op.apply(ops, in.get(0)), image());
    add(name + " of vectors", (ops, in) -> op.apply(ops, in.get(0)), vectors());
  }

  private interface Binary {
    Object apply(Ops<Object> ops, Object a, Object b);
  }

  private void binary(String name, Binary op, boolean positive) {
    OpCase.Op both = (ops, in) -> op.apply(ops, in.get(0), in.get(1));
    for (long[] shape : List.of(e.image(), new long[] {e.batch(), e.out(), e.width()})) {
      long[] other = broadcastable(random, shape);
      Tensor second = positive ? positive(random, other) : normal(random, other);
      add(name, both, normal(random, broadcastable(random, shape)), second);
      add(name + " alike", both, normal(random, shape), positive(random, shape));
    }
  }

  private void channelSlopes() {
    OpCase.Op prelu = (ops, in) -> ops.prelu(in.get(0), in.get(1));
    add("prelu", prelu, image(), normal(random, e.channels()));
    add("prelu of vectors", prelu, vectors(), normal(random, e.channels()));
  }

  private void products() {
    OpCase.Op matmul = (ops, in) -> ops.matmul(in.get(0), in.get(1));
    int m = e.batch();
    int k = e.channels();
    int n = e.out();
    add("matmul", matmul, normal(random, m, k), normal(random, k, n));
    add("matmul of many", matmul, normal(random, e.height(), k), normal(random, k, e.width()));
    add("matmul of row and column", matmul, normal(random, 1, k), normal(random, k, 1));
    add(
        "matmul of batches",
        matmul,
        normal(random, e.stride(), m, k),
        normal(random, e.stride(), k, n));
    add("matmul of one batch", matmul, normal(random, 1, 1, k), normal(random, 1, k, 1));
    add(
        "linear",
        (ops, in) -> ops.linear(in.get(0), in.get(1), in.get(2)),
        vectors(),
        normal(random, n, k),
        normal(random, n));
    add(
        "linear to one number",
        (ops, in) -> ops.linear(in.get(0), in.get(1), null),
        normal(random, 1, k),
        normal(random, 1, k));
    add(
        "linear without bias",
        (ops, in) -> ops.linear(in.get(0), in.get(1), null),
        vectors(),
        normal(random, n, k));
  }

  private void convolutions() {
    int k = e.kernel();
    Tensor bias = normal(random, e.out());
    convolution("conv2d", e.channels(), e.out(), 1);
    convolution("conv2d in groups", 2 * e.channels(), 2 * e.out(), 2);
    convolution("conv2d of each channel", e.channels(), 2 * e.channels(), e.channels());
    add(
        "conv2d with bias",
        (ops, in) -> ops.conv2d(in.get(0), in.get(1), in.get(2), e.stride(), e.padding(), 1),
        image(),
        normal(random, e.out(), e.channels(), k, k),
        bias);
    add(
        "conv2d in groups with bias",
        (ops, in) -> ops.conv2d(in.get(0), in.get(1), in.get(2), e.stride(), e.padding(), 2),
        normal(random, e.batch(), 4, e.height(), e.width()),
        normal(random, 6, 2, k, k),
        normal(random, 6));
    int cut = Math.min(e.padding(), k - 1);
    add(
        "convTranspose2d",
        (ops, in) -> ops.convTranspose2d(in.get(0), in.get(1), e.stride(), cut),
        image(),
        normal(random, e.channels(), e.out(), k, k));
  }

  private void convolution(String name, int in, int out, int groups) {
    add(
        name,
        (ops, x) -> ops.conv2d(x.get(0), x.get(1), null, e.stride(), e.padding(), groups),
        normal(random, e.batch(), in, e.height(), e.width()),
        normal(random, out, in / groups, e.kernel(), e.kernel()));
  }

  private void sampling() {
    one("blur", (ops, x) -> ops.blur(x, 1, 1, 4));
    one("blur more", (ops, x) -> ops.blur(x, 2, 2, 1));
    one("blur unevenly", (ops, x) -> ops.blur(x, 2, 1, 1));
    one("upsample2x", Ops::upsample2x);
    int k = e.kernel();
    one("avgPool2d", (ops, x) -> ops.avgPool2d(x, k, e.stride()));
    int around = Math.min(e.padding(), k / 2);
    for (boolean ceil : new boolean[] {false, true}) {
      one("maxPool2d, ceil " + ceil, (ops, x) -> ops.maxPool2d(x, k, e.stride(), around, ceil));
      one(
          "maxPool2d of negative numbers, ceil " + ceil,
          (ops, x) -> ops.maxPool2d(ops.add(x, -10), k, e.stride(), around, ceil));
    }
    Tensor rows = normal(random, e.out() + 1, e.height());
    Tensor columns = normal(random, e.kernel() + 1, e.width());
    one("resample", (ops, x) -> ops.resample(x, rows, columns));
  }

  private void one(String name, BiFunction<Ops<Object>, Object, Object> op) {
    add(name, (ops, in) -> op.apply(ops, in.get(0)), image());
  }

  private void shapes() {
    for (int axis = 0; axis < 4; axis++) {
      int along = axis;
      long[] other = e.image();
      other[axis] = e.out();
      add(
          "concat of maps " + axis,
          (ops, in) -> ops.concat(along, in),
          image(),
          normal(random, other),
          image());
      int to = 1 + random.nextInt((int) e.image()[axis]);
      int from = random.nextInt(to);
      one("slice of maps " + axis, (ops, x) -> ops.slice(x, along, from, to));
    }
    add("concat of vectors", (ops, in) -> ops.concat(1, in), vectors(), vectors());
    add("slice of rank 3", (ops, in) -> ops.slice(in.get(0), 2, 1, 3), points());
    one("shape", (ops, x) -> ops.reshape(x, ops.shape(x)));
    one("reshape", (ops, x) -> ops.reshape(x, -1, (long) e.channels() * e.height(), e.width()));
    add("reshape to maps", (ops, in) -> ops.reshape(in.get(0), -1, e.channels(), 1, 1), vectors());
    one("transpose maps", (ops, x) -> ops.transpose(x, 2, 0, 3, 1));
    add("transpose", (ops, in) -> ops.transpose(in.get(0), 1, 0), vectors());
    one("pad", (ops, x) -> ops.pad(x, 1, 0, 2, 3));
    add(
        "repeatBatch",
        (ops, in) -> ops.repeatBatch(in.get(0), in.get(1)),
        normal(random, 1, e.channels(), e.height(), e.width()),
        image());
    add(
        "repeatBatch of points",
        (ops, in) -> ops.repeatBatch(in.get(0), in.get(1)),
        normal(random, 1, e.height(), 3),
        points());
    gather("gather of vectors", vectors(), 1);
    gather("gather of points", points(), 1);
    gather("gather of coordinates", points(), 2);
  }

  private void gather(String name, Tensor x, int axis) {
    int extent = (int) x.shape()[axis];
    int count = 1 + random.nextInt(3 * extent);
    int[] positions = IntStream.range(0, count).map(i -> random.nextInt(extent)).toArray();
    // One position far more often than the others, as the empty places of a mesh have it.
    int[] skewed =
        IntStream.range(0, count + 20).map(i -> i < 20 ? 0 : positions[i - 20]).toArray();
    add(name, (ops, in) -> ops.gather(in.get(0), axis, positions), x);
    add(name + ", skewed", (ops, in) -> ops.gather(in.get(0), axis, skewed), x);
  }

  private void reductions() {
    for (boolean keep : new boolean[] {false, true}) {
      for (Tensor x : List.of(image(), points(), vectors())) {
        int[] axes = axes(random, x.rank());
        add("sum", (ops, in) -> ops.sum(in.get(0), keep, axes), x);
        add("mean", (ops, in) -> ops.mean(in.get(0), keep, axes), x);
      }
    }
  }

  private void normalisation() {
    one("instanceNorm", (ops, x) -> ops.instanceNorm(x, 1e-5));
    OpCase.Op batchNorm =
        (ops, in) -> ops.batchNorm(in.get(0), in.get(1), in.get(2), in.get(3), in.get(4), 1e-5);
    OpCase.Op running =
        (ops, in) ->
            ops.batchNorm(
                in.get(0),
                in.get(1),
                in.get(2),
                ops.stopGradient(in.get(3)),
                ops.stopGradient(in.get(4)),
                1e-5);
    for (Tensor x : List.of(image(), vectors())) {
      int c = e.channels();
      add(
          "batchNorm",
          batchNorm,
          x,
          normal(random, c),
          normal(random, c),
          normal(random, c),
          positive(random, c));
      add(
          "batchNorm by running statistics",
          running,
          x,
          normal(random, c),
          normal(random, c),
          normal(random, c),
          positive(random, c));
    }
  }

  private Tensor image() {
    return normal(random, e.image());
  }

  private Tensor vectors() {
    return normal(random, e.batch(), e.channels());
  }

  private Tensor points() {
    return normal(random, e.batch(), e.height(), 3);
  }
}
