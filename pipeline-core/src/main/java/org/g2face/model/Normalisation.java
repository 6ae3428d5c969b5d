package org.g2face.model;

import java.io.Serializable;
import java.util.List;
import org.g2face.ops.Ops;
import org.g2face.tensor.Tensor;

/**
 * The normalisation of a network's input pixels: (value - mean) / deviation for each of R, G and B,
 * the value being on a scale from 0 to 1.
 */
public record Normalisation(List<Double> mean, List<Double> deviation) implements Serializable {

  public Normalisation {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (mean.size() != 3
        || deviation.size() != 3
        || !mean.stream().allMatch(Double::isFinite)
        || !deviation.stream().allMatch(d -> Double.isFinite(d) && d > 0)) {
      throw new IllegalArgumentException(
          "a normalisation has a mean and a positive deviation for each of R, G and B, not mean "
              + mean
              + " and deviation "
              + deviation);
    }
  }

  /** From -1 to 1, as all images travel here. */
  public static Normalisation symmetric() {
    return new Normalisation(List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));
  }

  /** From 0 to 1. */
  public static Normalisation unit() {
    return new Normalisation(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
  }

  /**
   * Brings an image onto the network's scale.
   *
   * @param image [batch, 3, height, width], RGB in [-1, 1]
   */
  public <T> T forward(Ops<T> ops, T image) {
    if (equals(symmetric())) {
      return image;
    }
    float[] scale = new float[3];
    float[] shift = new float[3];
    for (int c = 0; c < 3; c++) {
      scale[c] = (float) (0.5 / deviation.get(c));
      shift[c] = (float) ((0.5 - mean.get(c)) / deviation.get(c));
    }
    T scaled = ops.mul(image, ops.constant(Tensor.of(scale, 1, 3, 1, 1)));
    return ops.add(scaled, ops.constant(Tensor.of(shift, 1, 3, 1, 1)));
  }
}
