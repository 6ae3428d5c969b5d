package org.g2face.evaluate;

import org.g2face.evaluate.EvaluationSpec.Angles;
import org.g2face.external.NetworkSpecException;

/** Yaw, pitch and roll out of the vector of a pose network. */
final class Angle {
  private static final int COUNT = 3;
  private static final int BINS = 66;
  private static final int DEGREES_PER_BIN = 3;
  private static final int FIRST = -99;

  private Angle() {}

  /**
   * @return three angles in degrees, in the order of the network
   * @throws NetworkSpecException if the vector has another length than the decoding asks for
   */
  static float[] decode(String name, Angles angles, float[] vector) {
    int length = angles == Angles.BINS ? COUNT * BINS : COUNT;
    if (vector.length != length) {
      throw new NetworkSpecException(
          "the network "
              + name
              + " gives "
              + vector.length
              + " numbers; its decoding takes "
              + length,
          null);
    }
    if (angles == Angles.DEGREES) {
      return vector;
    }
    float[] degrees = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      degrees[i] = (float) (expectation(vector, i * BINS) * DEGREES_PER_BIN + FIRST);
    }
    return degrees;
  }

  /** Of the bin's number, under the softmax of its logits. */
  private static double expectation(float[] logits, int from) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int bin = 0; bin < BINS; bin++) {
      largest = Math.max(largest, logits[from + bin]);
    }
    double sum = 0;
    double weighted = 0;
    for (int bin = 0; bin < BINS; bin++) {
      double weight = Math.exp(logits[from + bin] - largest);
      sum += weight;
      weighted += bin * weight;
    }
    return weighted / sum;
  }
}
