package org.g2face.train.augment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.g2face.network.Alignment;
import org.g2face.ops.Ops;
import org.g2face.tensor.Tensor;

/**
 * A recogniser's alignment that is a little off in each image: shifted, scaled, mirrored, blurred,
 * darker or lighter. An identity that only holds in one exact view is a pattern, not a face.
 *
 * @param box the alignment
 * @param size the side of the face crop
 */
public record AlignmentJitter(Alignment box, int size) {
  private static final String ROWS = "rows";
  private static final String COLUMNS = "columns";
  private static final String LEVEL = "level";
  private static final double SHIFT = 0.03;
  private static final double SCALE = 0.05;
  private static final double LIGHT = 0.2;
  private static final double BLURRED = 0.3;

  /** The shapes, by name, of what has to be drawn for a batch. */
  public Map<String, long[]> inputs(int batch) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(ROWS, new long[] {batch, box.height(), size});
    shapes.put(COLUMNS, new long[] {batch, box.width(), size});
    shapes.put(LEVEL, new long[] {batch, 1, 1, 1});
    return shapes;
  }

  /** Draws how each image of a batch is seen; by the names of {@link #inputs}. */
  public Map<String, Tensor> draw(int batch, RandomGenerator random) {
    float[] rows = box.rows(size).toArray();
    float[] columns = box.columns(size).toArray();
    float[] allRows = new float[batch * rows.length];
    float[] allColumns = new float[batch * columns.length];
    float[] levels = new float[batch];
    for (int i = 0; i < batch; i++) {
      double scale = 1 + SCALE * (2 * random.nextDouble() - 1);
      boolean blurred = random.nextDouble() < BLURRED;
      boolean mirrored = random.nextBoolean();
      float[] down = moved(rows, scale, shift(random), blurred, false);
      float[] across = moved(columns, scale, shift(random), blurred, mirrored);
      System.arraycopy(down, 0, allRows, i * rows.length, rows.length);
      System.arraycopy(across, 0, allColumns, i * columns.length, columns.length);
      levels[i] = (float) (1 + LIGHT * (2 * random.nextDouble() - 1));
    }
    Map<String, Tensor> drawn = new LinkedHashMap<>();
    drawn.put(ROWS, Tensor.of(allRows, batch, box.height(), size));
    drawn.put(COLUMNS, Tensor.of(allColumns, batch, box.width(), size));
    drawn.put(LEVEL, Tensor.of(levels, batch, 1, 1, 1));
    return drawn;
  }

  private double shift(RandomGenerator random) {
    return SHIFT * size * (2 * random.nextDouble() - 1);
  }

  /**
   * A resampling matrix [to, size] whose source coordinate is scaled about the crop's centre and
   * shifted, by linear interpolation between its entries; at the edges the last pixel is repeated.
   */
  private float[] moved(float[] matrix, double scale, double shift, boolean blur, boolean mirror) {
    int to = matrix.length / size;
    float[] moved = new float[matrix.length];
    double centre = (size - 1) / 2.0;
    for (int row = 0; row < to; row++) {
      int source = mirror ? to - 1 - row : row;
      for (int pixel = 0; pixel < size; pixel++) {
        float weight = matrix[source * size + pixel];
        if (weight != 0) {
          spread(moved, row * size, centre + (pixel - centre) * scale + shift, weight, blur);
        }
      }
    }
    return moved;
  }

  private void spread(float[] rows, int start, double place, float weight, boolean blur) {
    int low = (int) Math.floor(place);
    float share = (float) (place - low);
    float[] taps = {1 - share, share};
    if (blur) {
      // [1, 2, 1] / 4 on top.
      taps = convolved(taps);
      low--;
    }
    for (int i = 0; i < taps.length; i++) {
      int pixel = Math.min(Math.max(low + i, 0), size - 1);
      rows[start + pixel] += weight * taps[i];
    }
  }

  private static float[] convolved(float[] taps) {
    float[] wide = new float[taps.length + 2];
    for (int i = 0; i < taps.length; i++) {
      wide[i] += taps[i] / 4;
      wide[i + 1] += taps[i] / 2;
      wide[i + 2] += taps[i] / 4;
    }
    return wide;
  }

  /**
   * Aligns.
   *
   * @param image [batch, 3, size, size], RGB in [-1, 1]
   * @param drawn what {@link #draw} gave, by name
   * @return [batch, 3, height, width] of the box
   */
  public <T> T forward(Ops<T> ops, T image, Function<String, T> drawn) {
    T seen = PerImageResampling.forward(ops, image, drawn.apply(ROWS), drawn.apply(COLUMNS));
    return ops.mul(seen, drawn.apply(LEVEL));
  }
}
