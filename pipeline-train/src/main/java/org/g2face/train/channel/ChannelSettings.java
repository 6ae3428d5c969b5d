package org.g2face.train.channel;

import java.io.Serializable;

/**
 * Settings of the channel: what happens to a picture before its payload is read in training.
 *
 * @param noise standard deviation of the noise added to [-1, 1], 0 for none; the paper's is 0.01
 * @param round whether values are rounded to 8 bits, and limited to [-1, 1]
 * @param resize share of the steps in which the picture is made smaller and larger again
 * @param resizeTo side of the smaller picture as a share of the side, in (0, 1]
 * @param jpeg share of the steps in which the picture goes through JPEG
 * @param jpegLowest lowest quality, 1 to 100
 * @param jpegHighest highest quality
 */
public record ChannelSettings(
    double noise,
    boolean round,
    double resize,
    double resizeTo,
    double jpeg,
    int jpegLowest,
    int jpegHighest)
    implements Serializable {

  /** As published: a little noise. */
  public static ChannelSettings published() {
    return new ChannelSettings(0.01, false, 0, 1, 0, 50, 95);
  }

  /** For pictures that are saved without loss. */
  public static ChannelSettings lossless() {
    return new ChannelSettings(0.01, true, 0, 1, 0, 50, 95);
  }

  /** For pictures that are shared: now and then JPEG or another size. */
  public static ChannelSettings lossy() {
    return new ChannelSettings(0.01, true, 0.1, 0.75, 0.5, 50, 95);
  }

  public ChannelSettings {
    if (noise < 0 || !share(resize) || !share(jpeg) || resizeTo <= 0 || resizeTo > 1) {
      throw new IllegalArgumentException("noise must not be negative, shares be within [0, 1]");
    }
    if (jpegLowest < 1 || jpegLowest > jpegHighest || jpegHighest > 100) {
      throw new IllegalArgumentException(
          "JPEG qualities go from 1 to 100, not from " + jpegLowest + " to " + jpegHighest);
    }
  }

  private static boolean share(double value) {
    return value >= 0 && value <= 1;
  }
}
