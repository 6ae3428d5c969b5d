package org.g2face.preflight;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.g2face.tensor.Tensor;

/**
 * The convolutions that every engine must get right: channel counts that fill a vector register and
 * that do not, every kernel of the networks, both strides.
 *
 * <p>Libraries cut channels into blocks, and what was wrong so far was wrong where a block is not
 * full. Of each result some numbers are compared, the first and the last among them.
 */
public final class NumericsCheck {
  private static final int COMPARED = 24;

  private static final List<Convolution> CASES =
      List.of(
          new Convolution(2, 3, 24, 16, 3, 1),
          new Convolution(2, 3, 8, 17, 1, 2),
          new Convolution(2, 3, 40, 16, 4, 2),
          new Convolution(2, 8, 3, 16, 1, 1),
          new Convolution(2, 8, 24, 17, 3, 2),
          new Convolution(2, 8, 40, 16, 4, 1),
          new Convolution(2, 24, 24, 16, 3, 1),
          new Convolution(2, 24, 3, 17, 1, 2),
          new Convolution(2, 24, 8, 16, 4, 1),
          new Convolution(2, 40, 24, 17, 3, 2),
          new Convolution(2, 40, 8, 16, 1, 1),
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
   * @param error over the largest value expected; infinite for what is no number
   */
  record Deviation(String what, double error) {
    @Override
    public String toString() {
      return Double.isFinite(error)
          ? String.format(Locale.ROOT, "%s is off by %.2g %%", what, 100 * error)
          : what + " is no number";
    }
  }

  /** Lets an engine compute, and gives the worst of its results if it is wrong. */
  static Optional<Deviation> worst(Convolver engine) {
    List<Convolved> results = engine.convolve(CASES);
    Deviation worst = null;
    for (int i = 0; i < CASES.size(); i++) {
      for (Deviation each : deviations(CASES.get(i), results.get(i))) {
        if (worst == null || each.error() > worst.error()) {
          worst = each;
        }
      }
    }
    return Optional.ofNullable(worst)
        .filter(found -> !(found.error() <= engine.arithmetic().tolerance()));
  }

  private static List<Deviation> deviations(Convolution each, Convolved found) {
    Convolution.Answers answers = each.new Answers();
    List<Deviation> all = new ArrayList<>();
    all.add(new Deviation(each.toString(), error(found.output(), answers::output)));
    all.add(
        new Deviation(
            "the gradient of the input of " + each,
            error(found.imageGradient(), answers::imageGradient)));
    if (found.weightGradient() != null) {
      all.add(
          new Deviation(
              "the gradient of the weight of " + each,
              error(found.weightGradient(), answers::weightGradient)));
    }
    return all;
  }

  private static double error(Tensor found, IntToDoubleFunction expected) {
    for (int i = 0; i < found.count(); i++) {
      if (!Float.isFinite(found.at(i))) {
        return Double.POSITIVE_INFINITY;
      }
    }
    Random random = new Random(found.count());
    double largest = 0;
    double apart = 0;
    for (int i = 0; i < COMPARED; i++) {
      int position = i == 0 ? 0 : i == 1 ? found.count() - 1 : random.nextInt(found.count());
      double answer = expected.applyAsDouble(position);
      largest = Math.max(largest, Math.abs(answer));
      apart = Math.max(apart, Math.abs(found.at(position) - answer));
    }
    return apart / largest;
  }
}
