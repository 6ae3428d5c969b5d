package org.g2face.detect;

/** A network that computes no numbers has found nothing out: not even that there is no face. */
final class NotFinite {
  private NotFinite() {}

  /**
   * @throws IllegalStateException if a value is NaN or infinite
   */
  static void refuse(String network, double... values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalStateException(network + " computed values that are no numbers");
      }
    }
  }
}
