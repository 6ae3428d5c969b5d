package org.g2face.jobs.shards;

import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.Random;
import org.g2face.image.RgbImage;

/**
 * Colour jitter: random brightness, contrast and colour cast, for models that will meet pictures
 * taken in the dark, in fog or under coloured light.
 *
 * @param share of the faces, chosen at random, that are changed; 0 to 1
 * @param brightness all levels are multiplied by one factor from 1 - brightness to 1 + brightness /
 *     2; 0 to 1
 * @param contrast distances from the picture's mean level are multiplied by a factor from 1 -
 *     contrast to 1 + contrast / 2; 0 to 1
 * @param cast each colour is multiplied by a factor of its own from 1 - cast to 1 + cast; 0 to 1
 */
public record ColourJitter(double share, double brightness, double contrast, double cast)
    implements Serializable {
  /** No jitter at all. */
  public static final ColourJitter NONE = new ColourJitter(0, 0, 0, 0);

  public ColourJitter {
    for (double number : new double[] {share, brightness, contrast, cast}) {
      if (!(number >= 0 && number <= 1)) {
        throw new IllegalArgumentException(
            "shares and strengths of colour jitter are from 0 to 1, not " + number);
      }
    }
  }

  /** What chance makes of one face; empty if it stays as it is. */
  Optional<Tone> draw(Random random) {
    if (share == 0 || random.nextDouble() >= share) {
      return Optional.empty();
    }
    // More often down than up: beyond white nothing is left of a picture.
    float gain = (float) (1 + brightness * (1.5 * random.nextDouble() - 1));
    float spread = (float) (1 + contrast * (1.5 * random.nextDouble() - 1));
    float[] gains = new float[RgbImage.CHANNELS];
    for (int channel = 0; channel < gains.length; channel++) {
      gains[channel] = gain * (float) (1 + cast * (2 * random.nextDouble() - 1));
    }
    return Optional.of(new Tone(gains[0], gains[1], gains[2], spread));
  }

  /**
   * A change of levels: {@code gain * (mean + contrast * (level - mean))} on a scale from 0 to 1,
   * cut off at both ends.
   */
  record Tone(float red, float green, float blue, float contrast) {

    /**
     * Changes a picture where it lies.
     *
     * @param planes three planes of values in [-1, 1]
     * @param at index of the picture's first value
     * @param area pixels of a plane
     */
    void apply(FloatBuffer planes, int at, int area) {
      float mean = mean(planes, at, RgbImage.CHANNELS * area);
      float[] gains = {red, green, blue};
      for (int i = 0; i < RgbImage.CHANNELS * area; i++) {
        float level = (planes.get(at + i) + 1) / 2;
        float changed = gains[i / area] * (mean + contrast * (level - mean));
        planes.put(at + i, 2 * Math.max(0, Math.min(1, changed)) - 1);
      }
    }

    private static float mean(FloatBuffer planes, int at, int count) {
      double sum = 0;
      for (int i = 0; i < count; i++) {
        sum += planes.get(at + i);
      }
      return (float) ((sum / count + 1) / 2);
    }
  }
}
