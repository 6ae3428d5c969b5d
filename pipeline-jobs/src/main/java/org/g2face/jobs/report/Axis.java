package org.g2face.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A range of numbers with round marks, drawn between two places. */
record Axis(double low, double high, double from, double to) {

  double at(double value) {
    return from + (value - low) / (high - low) * (to - from);
  }

  /** Round numbers within the range, at most {@code most} of them. */
  List<Double> marks(int most) {
    double step = Math.pow(10, Math.floor(Math.log10((high - low) / most)));
    double[] round = {1, 2, 5, 10};
    int i = 0;
    while ((high - low) / (step * round[i]) > most - 1 && i < round.length - 1) {
      i++;
    }
    step *= round[i];
    List<Double> marks = new ArrayList<>();
    for (long k = (long) Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) {
      marks.add(k * step);
    }
    return marks;
  }

  /** A mark without needless zeros. */
  static String label(double value) {
    String text = String.format(Locale.ROOT, "%.3f", value).replaceAll("\\.?0+$", "");
    return text.equals("-0") ? "0" : text.replace('-', '−');
  }
}
