package org.g2face.jobs.input;

import java.io.Serializable;
import org.g2face.image.ImageLimits;

/**
 * The limits of an image and of failures in a row.
 *
 * @param pixels most pixels, width times height, that an image may claim
 * @param bytes most bytes of its encoded form
 * @param failuresInARow a task stops after the networks threw for this many images one after the
 *     other
 */
public record Limits(long pixels, long bytes, int failuresInARow) implements Serializable {

  /** {@link ImageLimits#DEFAULT}, and 50 failures. */
  public static Limits standard() {
    return new Limits(ImageLimits.DEFAULT.pixels(), ImageLimits.DEFAULT.bytes(), 50);
  }

  /** The part that the decoder needs. */
  public ImageLimits image() {
    return new ImageLimits(pixels, bytes);
  }
}
