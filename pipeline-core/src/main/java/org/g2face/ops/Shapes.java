package org.g2face.ops;

import java.util.Arrays;
import java.util.List;

/**
 * The shape that each operation of {@link Ops} gives, for engines that write graphs and must know
 * it beforehand. An unknown batch (-1) stays unknown.
 */
public final class Shapes {
  private Shapes() {}

  /** The common shape of two operands of one rank, each extent equal or 1. */
  public static long[] broadcast(long[] a, long[] b) {
    if (a.length != b.length) {
      throw misfit("operands of different rank", a, b);
    }
    long[] out = new long[a.length];
    for (int i = 0; i < a.length; i++) {
      if (a[i] != b[i] && a[i] != 1 && b[i] != 1) {
        throw misfit("operands that do not broadcast", a, b);
      }
      out[i] = a[i] == 1 ? b[i] : a[i];
    }
    return out;
  }

  public static long[] matmul(long[] a, long[] b) {
    int rank = a.length;
    boolean fits =
        (rank == 2 || rank == 3)
            && b.length == rank
            && a[rank - 1] == b[rank - 2]
            && (rank == 2 || a[0] == b[0]);
    if (!fits) {
      throw misfit("matrices that do not multiply", a, b);
    }
    long[] out = a.clone();
    out[rank - 1] = b[rank - 1];
    return out;
  }

  public static long[] linear(long[] x, long[] weight) {
    if (x.length != 2 || weight.length != 2 || x[1] != weight[1]) {
      throw misfit("linear layer", x, weight);
    }
    return new long[] {x[0], weight[0]};
  }

  public static long[] conv2d(long[] x, long[] weight, int stride, int padding, int groups) {
    boolean fits =
        x.length == 4
            && weight.length == 4
            && x[1] == weight[1] * groups
            && weight[0] % groups == 0
            && x[2] + 2L * padding >= weight[2]
            && x[3] + 2L * padding >= weight[3];
    if (!fits) {
      throw misfit("convolution", x, weight);
    }
    return new long[] {
      x[0],
      weight[0],
      (x[2] + 2L * padding - weight[2]) / stride + 1,
      (x[3] + 2L * padding - weight[3]) / stride + 1
    };
  }

  public static long[] convTranspose2d(long[] x, long[] weight, int stride, int padding) {
    if (x.length != 4 || weight.length != 4 || x[1] != weight[0]) {
      throw misfit("transposed convolution", x, weight);
    }
    return new long[] {
      x[0],
      weight[1],
      (x[2] - 1) * stride - 2L * padding + weight[2],
      (x[3] - 1) * stride - 2L * padding + weight[3]
    };
  }

  public static long[] blur(long[] x, int before, int after) {
    requireRank(4, x);
    return new long[] {x[0], x[1], x[2] + before + after - 3, x[3] + before + after - 3};
  }

  public static long[] pool(long[] x, int kernel, int stride, int padding, boolean ceil) {
    requireRank(4, x);
    return new long[] {
      x[0],
      x[1],
      pooled(x[2], kernel, stride, padding, ceil),
      pooled(x[3], kernel, stride, padding, ceil)
    };
  }

  private static long pooled(long extent, int kernel, int stride, int padding, boolean ceil) {
    long room = extent + 2L * padding - kernel;
    if (!ceil) {
      return room / stride + 1;
    }
    long windows = (room + stride - 1) / stride + 1;
    // A window that would start beyond the image and its leading padding does not count.
    return (windows - 1) * stride >= extent + padding ? windows - 1 : windows;
  }

  public static long[] resample(long[] x, long[] rows, long[] columns) {
    if (x.length != 4 || rows.length != 2 || columns.length != 2) {
      throw misfit("resampling", x, rows);
    }
    if (rows[1] != x[2] || columns[1] != x[3]) {
      throw misfit("resampling", x, new long[] {rows[1], columns[1]});
    }
    return new long[] {x[0], x[1], rows[0], columns[0]};
  }

  public static long[] concat(int axis, List<long[]> parts) {
    long[] out = parts.get(0).clone();
    for (long[] part : parts.subList(1, parts.size())) {
      for (int i = 0; i < out.length; i++) {
        if (part.length != out.length || (i != axis && part[i] != out[i])) {
          throw misfit("concatenation along axis " + axis, out, part);
        }
      }
      out[axis] += part[axis];
    }
    return out;
  }

  public static long[] slice(long[] x, int axis, int from, int to) {
    if (axis < 0 || axis >= x.length || from < 0 || to <= from || to > x[axis] && x[axis] >= 0) {
      throw misfit("slice " + from + ".." + to + " of axis " + axis, x);
    }
    long[] out = x.clone();
    out[axis] = to - from;
    return out;
  }

  /** Fills in an unknown first extent where the count of the old shape is known. */
  public static long[] reshape(long[] x, long[] wanted) {
    long[] out = wanted.clone();
    boolean known = Arrays.stream(x).noneMatch(extent -> extent < 0);
    if (out.length > 0 && out[0] == -1) {
      long rest = product(out, 1);
      if (known) {
        if (rest == 0 || product(x, 0) % rest != 0) {
          throw misfit("reshape", x, wanted);
        }
        out[0] = product(x, 0) / rest;
      } else if (rest == product(x, 1)) {
        out[0] = x[0];
      }
    } else if (known && product(x, 0) != product(out, 0)) {
      throw misfit("reshape", x, wanted);
    }
    return out;
  }

  public static long[] transpose(long[] x, int... order) {
    long[] out = new long[x.length];
    for (int i = 0; i < order.length; i++) {
      out[i] = x[order[i]];
    }
    return out;
  }

  public static long[] pad(long[] x, int top, int bottom, int left, int right) {
    requireRank(4, x);
    return new long[] {x[0], x[1], x[2] + top + bottom, x[3] + left + right};
  }

  public static long[] repeatBatch(long[] x, long[] like) {
    if (x.length == 0 || x[0] != 1) {
      throw misfit("only a batch of 1 can be repeated", x);
    }
    long[] out = x.clone();
    out[0] = like[0];
    return out;
  }

  public static long[] gather(long[] x, int axis, int[] positions) {
    if (axis < 1 || axis >= x.length || x.length > 3) {
      throw misfit("gather along axis " + axis, x);
    }
    for (int position : positions) {
      if (position < 0 || position >= x[axis]) {
        throw misfit("gather at position " + position + " of axis " + axis, x);
      }
    }
    long[] out = x.clone();
    out[axis] = positions.length;
    return out;
  }

  public static long[] reduce(long[] x, boolean keep, int... axes) {
    boolean[] gone = new boolean[x.length];
    for (int axis : axes) {
      gone[axis] = true;
    }
    if (keep) {
      long[] out = x.clone();
      for (int axis : axes) {
        out[axis] = 1;
      }
      return out;
    }
    long[] out = new long[x.length - axes.length];
    int next = 0;
    for (int i = 0; i < x.length; i++) {
      if (!gone[i]) {
        out[next++] = x[i];
      }
    }
    return out;
  }

  /** The product of the extents from an axis on; an unknown batch counts as 1. */
  public static long product(long[] shape, int fromAxis) {
    long product = 1;
    for (int i = fromAxis; i < shape.length; i++) {
      product *= Math.abs(shape[i]);
    }
    return product;
  }

  private static void requireRank(int rank, long[] shape) {
    if (shape.length != rank) {
      throw misfit("expected " + rank + " dimensions", shape);
    }
  }

  private static IllegalArgumentException misfit(String what, long[]... shapes) {
    StringBuilder text = new StringBuilder(what).append(':');
    for (long[] shape : shapes) {
      text.append(' ').append(Arrays.toString(shape));
    }
    return new IllegalArgumentException(text.toString());
  }
}
