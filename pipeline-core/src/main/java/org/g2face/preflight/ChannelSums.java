package org.g2face.preflight;

import org.g2face.tensor.Tensor;

/**
 * The results of a convolution, summed over channels that each count by a fixed factor of their
 * own.
 *
 * <p>A convolution is linear in its weight: the sum of its output channels is the convolution with
 * the sum of the weights, which takes one channel's work in plain loops. So every number of a
 * result takes part in a comparison that costs next to nothing (Freivalds' way of checking matrix
 * products). The loops run in double precision.
 */
final class ChannelSums {
  private static final int STEPS = 9;

  private final Convolution of;
  private final float[] image;
  private final float[] weight;
  private final float[] cotangent;
  private final double[] inFactors;
  private final double[] outFactors;

  ChannelSums(Convolution of) {
    this.of = of;
    this.image = of.image().toArray();
    this.weight = of.weight().toArray();
    this.cotangent = of.cotangent().toArray();
    this.inFactors = factors(of.in());
    this.outFactors = factors(of.out());
  }

  /** From 1 to 2 in either sign, so that channels that change places are noticed, too. */
  private static double[] factors(int channels) {
    double[] factors = new double[channels];
    int state = channels;
    for (int i = 0; i < channels; i++) {
      state = state * 1664525 + 1013904223;
      double size = 1 + (state >>> 8) % STEPS / (STEPS - 1.0);
      factors[i] = state < 0 ? -size : size;
    }
    return factors;
  }

  /** What the output channels sum up to: [batch, side, side]. */
  double[] output() {
    int window = of.kernel() * of.kernel();
    int groupIn = of.in() / of.groups();
    int groupOut = of.out() / of.groups();
    double[] summed = new double[of.in() * window];
    for (int o = 0; o < of.out(); o++) {
      int first = o / groupOut * groupIn * window;
      for (int k = 0; k < groupIn * window; k++) {
        summed[first + k] += outFactors[o] * weight[o * groupIn * window + k];
      }
    }
    double[] sums = new double[of.batch() * of.outSide() * of.outSide()];
    for (int b = 0; b < of.batch(); b++) {
      for (int i = 0; i < of.in(); i++) {
        convolve(b, i, summed, i * window, sums);
      }
    }
    return sums;
  }

  private void convolve(int b, int i, double[] summed, int first, double[] sums) {
    int extent = of.outSide();
    for (int y = 0; y < extent; y++) {
      for (int x = 0; x < extent; x++) {
        double sum = 0;
        for (int ky = 0; ky < of.kernel(); ky++) {
          for (int kx = 0; kx < of.kernel(); kx++) {
            sum += pixel(b, i, y, ky, x, kx) * summed[first + ky * of.kernel() + kx];
          }
        }
        sums[(b * extent + y) * extent + x] += sum;
      }
    }
  }

  /** What the channels of the gradient of the image sum up to: [batch, side, side]. */
  double[] imageGradient() {
    int window = of.kernel() * of.kernel();
    int groupIn = of.in() / of.groups();
    int groupOut = of.out() / of.groups();
    double[] sums = new double[of.batch() * of.side() * of.side()];
    for (int o = 0; o < of.out(); o++) {
      double[] summed = new double[window];
      for (int i = 0; i < groupIn; i++) {
        double factor = inFactors[o / groupOut * groupIn + i];
        for (int k = 0; k < window; k++) {
          summed[k] += factor * weight[(o * groupIn + i) * window + k];
        }
      }
      for (int b = 0; b < of.batch(); b++) {
        spread(b, o, summed, sums);
      }
    }
    return sums;
  }

  private void spread(int b, int o, double[] summed, double[] sums) {
    int extent = of.outSide();
    for (int y = 0; y < extent; y++) {
      for (int x = 0; x < extent; x++) {
        double counted = cotangent[((b * of.out() + o) * extent + y) * extent + x];
        for (int ky = 0; ky < of.kernel(); ky++) {
          for (int kx = 0; kx < of.kernel(); kx++) {
            int down = y * of.stride() + ky - of.padding();
            int right = x * of.stride() + kx - of.padding();
            if (inside(down, right)) {
              sums[(b * of.side() + down) * of.side() + right] +=
                  counted * summed[ky * of.kernel() + kx];
            }
          }
        }
      }
    }
  }

  /** What the gradients of the weights sum up to: [in / groups, kernel, kernel]. */
  double[] weightGradient() {
    int window = of.kernel() * of.kernel();
    int groupIn = of.in() / of.groups();
    int groupOut = of.out() / of.groups();
    int places = of.outSide() * of.outSide();
    double[] sums = new double[groupIn * window];
    for (int b = 0; b < of.batch(); b++) {
      for (int g = 0; g < of.groups(); g++) {
        double[] summed = new double[places];
        for (int o = g * groupOut; o < (g + 1) * groupOut; o++) {
          for (int place = 0; place < places; place++) {
            summed[place] += outFactors[o] * cotangent[(b * of.out() + o) * places + place];
          }
        }
        for (int i = 0; i < groupIn; i++) {
          correlate(b, g * groupIn + i, summed, i * window, sums);
        }
      }
    }
    return sums;
  }

  private void correlate(int b, int i, double[] summed, int first, double[] sums) {
    int extent = of.outSide();
    for (int ky = 0; ky < of.kernel(); ky++) {
      for (int kx = 0; kx < of.kernel(); kx++) {
        double sum = 0;
        for (int y = 0; y < extent; y++) {
          for (int x = 0; x < extent; x++) {
            sum += pixel(b, i, y, ky, x, kx) * summed[y * extent + x];
          }
        }
        sums[first + ky * of.kernel() + kx] += sum;
      }
    }
  }

  private double pixel(int b, int i, int y, int ky, int x, int kx) {
    int down = y * of.stride() + ky - of.padding();
    int right = x * of.stride() + kx - of.padding();
    return inside(down, right)
        ? image[((b * of.in() + i) * of.side() + down) * of.side() + right]
        : 0;
  }

  private boolean inside(int down, int right) {
    return down >= 0 && right >= 0 && down < of.side() && right < of.side();
  }

  /** Sums an engine's output over its channels. */
  double[] ofOutput(Tensor found) {
    return sum(found, of.batch(), outFactors);
  }

  /** Sums an engine's gradient of the image over its channels. */
  double[] ofImageGradient(Tensor found) {
    return sum(found, of.batch(), inFactors);
  }

  /** Sums an engine's gradient of the weight over the output channels. */
  double[] ofWeightGradient(Tensor found) {
    return sum(found, 1, outFactors);
  }

  private static double[] sum(Tensor found, int batch, double[] factors) {
    float[] values = found.toArray();
    int rest = values.length / batch / factors.length;
    double[] sums = new double[batch * rest];
    for (int b = 0; b < batch; b++) {
      for (int channel = 0; channel < factors.length; channel++) {
        int first = (b * factors.length + channel) * rest;
        for (int i = 0; i < rest; i++) {
          sums[b * rest + i] += factors[channel] * values[first + i];
        }
      }
    }
    return sums;
  }
}
