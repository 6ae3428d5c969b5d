package org.g2face.preflight;

import java.util.function.IntToDoubleFunction;
import org.g2face.tensor.Tensor;

/** The results of a convolution in plain loops and double precision, one number after the other. */
final class PlainLoops {
  private final Convolution of;
  private final float[] image;
  private final float[] weight;
  private final float[] cotangent;

  PlainLoops(Convolution of) {
    this.of = of;
    this.image = of.image().toArray();
    this.weight = of.weight().toArray();
    this.cotangent = of.cotangent().toArray();
  }

  Convolved convolved() {
    int side = of.outSide();
    return new Convolved(
        tensor(this::output, of.batch(), of.out(), side, side),
        tensor(this::imageGradient, of.image().shape()),
        tensor(this::weightGradient, of.weight().shape()));
  }

  private static Tensor tensor(IntToDoubleFunction value, long... shape) {
    float[] values = new float[(int) Tensor.count(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) value.applyAsDouble(i);
    }
    return Tensor.of(values, shape);
  }

  private int groupIn() {
    return of.in() / of.groups();
  }

  private int groupOut() {
    return of.out() / of.groups();
  }

  private double output(int position) {
    int extent = of.outSide();
    int x = position % extent;
    int y = position / extent % extent;
    int o = position / (extent * extent) % of.out();
    int b = position / (extent * extent * of.out());
    double sum = 0;
    for (int i = 0; i < groupIn(); i++) {
      for (int ky = 0; ky < of.kernel(); ky++) {
        for (int kx = 0; kx < of.kernel(); kx++) {
          sum += pixel(b, o / groupOut() * groupIn() + i, y, ky, x, kx) * factor(o, i, ky, kx);
        }
      }
    }
    return sum;
  }

  private double imageGradient(int position) {
    int x = position % of.side();
    int y = position / of.side() % of.side();
    int i = position / (of.side() * of.side()) % of.in();
    int b = position / (of.side() * of.side() * of.in());
    double sum = 0;
    for (int o = i / groupIn() * groupOut(); o < (i / groupIn() + 1) * groupOut(); o++) {
      for (int ky = 0; ky < of.kernel(); ky++) {
        for (int kx = 0; kx < of.kernel(); kx++) {
          int down = y + of.padding() - ky;
          int right = x + of.padding() - kx;
          if (down % of.stride() == 0 && right % of.stride() == 0) {
            sum +=
                counted(b, o, down / of.stride(), right / of.stride())
                    * factor(o, i % groupIn(), ky, kx);
          }
        }
      }
    }
    return sum;
  }

  private double weightGradient(int position) {
    int kx = position % of.kernel();
    int ky = position / of.kernel() % of.kernel();
    int i = position / (of.kernel() * of.kernel()) % groupIn();
    int o = position / (of.kernel() * of.kernel() * groupIn());
    double sum = 0;
    for (int b = 0; b < of.batch(); b++) {
      for (int y = 0; y < of.outSide(); y++) {
        for (int x = 0; x < of.outSide(); x++) {
          sum += counted(b, o, y, x) * pixel(b, o / groupOut() * groupIn() + i, y, ky, x, kx);
        }
      }
    }
    return sum;
  }

  private double factor(int o, int i, int ky, int kx) {
    return weight[((o * groupIn() + i) * of.kernel() + ky) * of.kernel() + kx];
  }

  private double pixel(int b, int i, int y, int ky, int x, int kx) {
    int down = y * of.stride() + ky - of.padding();
    int right = x * of.stride() + kx - of.padding();
    return down < 0 || right < 0 || down >= of.side() || right >= of.side()
        ? 0
        : image[((b * of.in() + i) * of.side() + down) * of.side() + right];
  }

  private double counted(int b, int o, int y, int x) {
    int extent = of.outSide();
    return y < 0 || x < 0 || y >= extent || x >= extent
        ? 0
        : cotangent[((b * of.out() + o) * extent + y) * extent + x];
  }
}
