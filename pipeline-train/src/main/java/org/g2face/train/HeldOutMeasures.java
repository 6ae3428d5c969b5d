package org.g2face.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.g2face.tensor.Cosine;
import org.g2face.tensor.Tensor;
import org.g2face.train.step.HeldOutProgram;

/**
 * Numbers of faces outside of training, by the package's own recogniser: how a training is going
 * where its losses cannot tell. A recogniser that takes part in training is a mild judge; before a
 * model is published others have to see it.
 */
final class HeldOutMeasures {
  private final Map<String, List<float[]>> embeddings = new LinkedHashMap<>();
  private final List<Double> decibels = new ArrayList<>();
  private double bitErrors;
  private int batches;

  /** Adds what {@link HeldOutProgram} has given for a batch. */
  void add(Map<String, Tensor> outputs) {
    for (String name :
        List.of(
            HeldOutProgram.ORIGINAL,
            HeldOutProgram.ANONYMIZED,
            HeldOutProgram.OTHER,
            HeldOutProgram.RECOVERED,
            HeldOutProgram.WRONG_KEY)) {
      embeddings.computeIfAbsent(name, key -> new ArrayList<>()).addAll(rows(outputs.get(name)));
    }
    for (float error : outputs.get(HeldOutProgram.SQUARED_ERROR).toArray()) {
      // The range of a level is 2.
      decibels.add(10 * Math.log10(4 / Math.max(error, 1e-12)));
    }
    bitErrors += outputs.get(HeldOutProgram.BIT_ERRORS).at(0);
    batches++;
  }

  private static List<float[]> rows(Tensor matrix) {
    int length = Math.toIntExact(matrix.shape()[1]);
    List<float[]> rows = new ArrayList<>();
    for (int row = 0; row < matrix.shape()[0]; row++) {
      float[] values = new float[length];
      for (int i = 0; i < length; i++) {
        values[i] = matrix.at(row * length + i);
      }
      rows.add(values);
    }
    return rows;
  }

  /**
   * The means, by name.
   *
   * <ul>
   *   <li>{@code rank-1}: share of anonymized faces whose nearest original is their own; by chance
   *       one in the number of faces
   *   <li>{@code cosine-anonymized}, {@code -recovered}, {@code -wrong-key}: to the original
   *   <li>{@code cosine-dummies}: of two anonymizations of one face with different dummies
   *   <li>{@code psnr}: of recovered faces, in decibels
   *   <li>{@code bit-errors}: share of hidden bits that are read wrongly
   * </ul>
   */
  Map<String, Double> means() {
    List<float[]> originals = embeddings.get(HeldOutProgram.ORIGINAL);
    List<float[]> anonymized = embeddings.get(HeldOutProgram.ANONYMIZED);
    Map<String, Double> means = new LinkedHashMap<>();
    means.put("rank-1", firstIsOwn(anonymized, originals));
    means.put("cosine-anonymized", cosine(anonymized, originals));
    means.put("cosine-dummies", cosine(anonymized, embeddings.get(HeldOutProgram.OTHER)));
    means.put("cosine-recovered", cosine(embeddings.get(HeldOutProgram.RECOVERED), originals));
    means.put("cosine-wrong-key", cosine(embeddings.get(HeldOutProgram.WRONG_KEY), originals));
    means.put("psnr", decibels.stream().mapToDouble(value -> value).average().orElse(0));
    means.put("bit-errors", bitErrors / batches);
    return means;
  }

  private static double cosine(List<float[]> some, List<float[]> others) {
    double sum = 0;
    for (int i = 0; i < some.size(); i++) {
      sum += Cosine.between(some.get(i), others.get(i));
    }
    return sum / some.size();
  }

  private static double firstIsOwn(List<float[]> probes, List<float[]> gallery) {
    int own = 0;
    for (int i = 0; i < probes.size(); i++) {
      double best = Cosine.between(probes.get(i), gallery.get(i));
      boolean first = true;
      for (int j = 0; j < gallery.size(); j++) {
        first &= j == i || Cosine.between(probes.get(i), gallery.get(j)) < best;
      }
      own += first ? 1 : 0;
    }
    return (double) own / probes.size();
  }
}
