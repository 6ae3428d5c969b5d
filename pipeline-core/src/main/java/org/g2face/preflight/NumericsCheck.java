package org.g2face.preflight;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.g2face.tensor.Tensor;

/**
 * The convolutions that every engine must get right: channel counts that fill a vector register and
 * that do not, every kernel of the networks, both strides, depthwise ones.
 *
 * <p>Libraries cut channels into blocks, and what was wrong so far was wrong where a block is not
 * full. Every number of each result counts; see {@link ChannelSums}.
 */
public final class NumericsCheck {
  private static final List<Convolution> CASES =
      List.of(
          new Convolution(2, 3, 24, 8, 3, 1),
          new Convolution(2, 3, 8, 9, 1, 2),
          new Convolution(2, 3, 40, 8, 4, 2),
          new Convolution(2, 8, 3, 8, 1, 1),
          new Convolution(2, 8, 24, 9, 3, 2),
          new Convolution(2, 16, 3, 16, 3, 1),
          new Convolution(2, 24, 24, 16, 3, 1),
          new Convolution(2, 24, 24, 8, 3, 1, 24),
          new Convolution(2, 24, 8, 8, 4, 1),
          new Convolution(2, 40, 40, 9, 3, 2, 40),
          new Convolution(2, 40, 8, 8, 1, 1),
          new Convolution(2, 40, 40, 16, 4, 2),
          new Convolution(2, 513, 40, 4, 3, 1),
          new Convolution(2, 513, 24, 5, 1, 2),
          new Convolution(2, 40, 513, 4, 4, 2));

  private NumericsCheck() {}

  /** All cases. */
  public static List<Convolution> cases() {
    return CASES;
  }

  /**
   * A result that is wrong.
   *
   * @param what is wrong: which result of which case
   * @param error over the largest sum expected
   */
  record Deviation(String what, RelativeError error) {
    @Override
    public String toString() {
      return error.isNumber() ? what + " is off by " + error : what + " is no number";
    }
  }

  /** Lets an engine compute, and gives the worst of its results if it is wrong. */
  static Optional<Deviation> worst(Convolver engine) {
    List<Convolved> results = engine.convolve(CASES);
    if (results.size() != CASES.size()) {
      throw new IllegalStateException(
          results.size() + " results of " + CASES.size() + " convolutions");
    }
    List<Deviation> all = new ArrayList<>();
    for (int i = 0; i < CASES.size(); i++) {
      all.addAll(deviations(CASES.get(i), results.get(i)));
    }
    return all.stream()
        .max(Comparator.comparing(Deviation::error))
        .filter(found -> !found.error().within(engine.arithmetic().tolerance()));
  }

  private static List<Deviation> deviations(Convolution each, Convolved found) {
    ChannelSums sums = new ChannelSums(each);
    List<Deviation> all = new ArrayList<>();
    all.add(
        deviation(
            each.toString(),
            found.output(),
            each.cotangent().shape(),
            sums::ofOutput,
            sums::output));
    if (found.imageGradient() != null) {
      all.add(
          deviation(
              "the gradient of the input of " + each,
              found.imageGradient(),
              each.image().shape(),
              sums::ofImageGradient,
              sums::imageGradient));
    }
    if (found.weightGradient() != null) {
      all.add(
          deviation(
              "the gradient of the weight of " + each,
              found.weightGradient(),
              each.weight().shape(),
              sums::ofWeightGradient,
              sums::weightGradient));
    }
    return all;
  }

  private static Deviation deviation(
      String what,
      Tensor found,
      long[] shape,
      Function<Tensor, double[]> sum,
      Supplier<double[]> expected) {
    if (!Arrays.equals(found.shape(), shape)) {
      return new Deviation(
          "the shape %s in place of %s of %s"
              .formatted(Arrays.toString(found.shape()), Arrays.toString(shape), what),
          new RelativeError(Double.POSITIVE_INFINITY));
    }
    double[] sums = sum.apply(found);
    double[] answers = expected.get();
    double largest = 0;
    double apart = 0;
    for (int i = 0; i < answers.length; i++) {
      largest = Math.max(largest, Math.abs(answers[i]));
      // What is no number stays in the maximum.
      apart = Math.max(apart, Math.abs(sums[i] - answers[i]));
    }
    return new Deviation(what, new RelativeError(apart / largest));
  }
}
