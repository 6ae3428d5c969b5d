package org.g2face.jobs.shards;

import java.nio.FloatBuffer;
import java.util.Optional;
import org.g2face.image.RgbImage;

/**
 * Data augmentation: the change of a face before it is trained on, so that a model meets more than
 * its dataset holds.
 *
 * @param mirrored left to right
 * @param grey without its colours: of the brightness of ITU-R BT.601 (0.299 red + 0.587 green +
 *     0.114 blue), as JPEG has it
 * @param tone how its levels change; empty if they do not
 */
record Augmentation(boolean mirrored, boolean grey, Optional<ColourJitter.Tone> tone) {
  static final Augmentation NONE = new Augmentation(false, false, Optional.empty());

  /**
   * Changes a picture where it lies.
   *
   * @param planes three planes of size x size values
   * @param at index of the picture's first value
   */
  void apply(FloatBuffer planes, int at, int size) {
    if (mirrored) {
      mirror(planes, at, size);
    }
    if (grey) {
      removeColours(planes, at, size * size);
    }
    tone.ifPresent(change -> change.apply(planes, at, size * size));
  }

  private static void mirror(FloatBuffer planes, int at, int size) {
    float[] row = new float[size];
    for (int line = 0; line < RgbImage.CHANNELS * size; line++) {
      int start = at + line * size;
      planes.get(start, row);
      for (int left = 0, right = size - 1; left < right; left++, right--) {
        float moved = row[left];
        row[left] = row[right];
        row[right] = moved;
      }
      planes.put(start, row);
    }
  }

  private static void removeColours(FloatBuffer planes, int at, int area) {
    for (int i = at; i < at + area; i++) {
      float brightness =
          0.299f * planes.get(i)
              + 0.587f * planes.get(i + area)
              + 0.114f * planes.get(i + 2 * area);
      for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
        planes.put(i + channel * area, brightness);
      }
    }
  }
}
