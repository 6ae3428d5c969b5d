package org.g2face.detect;

/** A network that computes no numbers has found nothing out: not even that there is no face. */
final class FiniteChecks {
  private FiniteChecks() {}

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

  /**
   * A face's box, once the network is sure that there is a face: what is no box then is not left
   * out, since a face lies somewhere.
   *
   * @throws IllegalStateException if the numbers are no box
   */
  static Box box(String network, double left, double top, double right, double bottom) {
    refuse(network, left, top, right, bottom);
    if (!Box.isBox(left, top, right, bottom)) {
      throw new IllegalStateException(network + " found a face in a box that is inside out");
    }
    return new Box(left, top, right, bottom);
  }
}
