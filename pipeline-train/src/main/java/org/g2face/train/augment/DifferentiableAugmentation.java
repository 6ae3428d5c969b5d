package org.g2face.train.augment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.g2face.ops.Ops;
import org.g2face.tensor.Tensor;

/**
 * Differentiable augmentation (Zhao et al. 2020) of a discriminator's images: brightness, contrast
 * and saturation of each image, and a shift.
 *
 * <p>Chance is an input, as in the {@link org.g2face.train.channel.Channel}.
 *
 * @param size the side of the images
 */
public record DifferentiableAugmentation(int size) {
  private static final String TONE = "tone";
  private static final String ROWS = "rows";
  private static final String COLUMNS = "columns";

  /** Largest change of brightness, on [-1, 1]. */
  private static final double BRIGHTNESS = 0.2;

  private static final double CONTRAST = 0.25;
  private static final double SATURATION = 0.4;

  /** Largest shift, as a share of the side; what comes in from outside is black. */
  private static final double SHIFT = 1.0 / 16;

  /** The shapes, by name, of what has to be drawn for a batch. */
  public Map<String, long[]> inputs(int batch) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(TONE, new long[] {batch, 3});
    shapes.put(ROWS, new long[] {batch, size, size});
    shapes.put(COLUMNS, new long[] {batch, size, size});
    return shapes;
  }

  /** Draws how each image of a batch is varied; by the names of {@link #inputs}. */
  public Map<String, Tensor> draw(int batch, RandomGenerator random) {
    float[] tone = new float[3 * batch];
    for (int i = 0; i < batch; i++) {
      tone[3 * i] = (float) (BRIGHTNESS * (2 * random.nextDouble() - 1));
      tone[3 * i + 1] = (float) (1 + CONTRAST * (2 * random.nextDouble() - 1));
      tone[3 * i + 2] = (float) (1 + SATURATION * (2 * random.nextDouble() - 1));
    }
    Map<String, Tensor> drawn = new LinkedHashMap<>();
    drawn.put(TONE, Tensor.of(tone, batch, 3));
    drawn.put(ROWS, shifts(batch, random));
    drawn.put(COLUMNS, shifts(batch, random));
    return drawn;
  }

  private Tensor shifts(int batch, RandomGenerator random) {
    int largest = (int) (SHIFT * size);
    float[] values = new float[batch * size * size];
    for (int i = 0; i < batch; i++) {
      int shift = random.nextInt(-largest, largest + 1);
      for (int to = 0; to < size; to++) {
        int from = to + shift;
        if (from >= 0 && from < size) {
          values[(i * size + to) * size + from] = 1;
        }
      }
    }
    return Tensor.of(values, batch, size, size);
  }

  /**
   * Varies images.
   *
   * @param image [batch, 3, size, size], RGB in [-1, 1]
   * @param drawn what {@link #draw} gave, by name
   */
  public <T> T forward(Ops<T> ops, T image, Function<String, T> drawn) {
    T tone = drawn.apply(TONE);
    T bright = ops.add(image, each(ops, tone, 0));
    T level = ops.mean(bright, true, 1, 2, 3);
    T contrasted = ops.add(level, ops.mul(ops.sub(bright, level), each(ops, tone, 1)));
    T grey = ops.mean(contrasted, true, 1);
    T toned = ops.add(grey, ops.mul(ops.sub(contrasted, grey), each(ops, tone, 2)));
    return PerImageResampling.forward(ops, toned, drawn.apply(ROWS), drawn.apply(COLUMNS));
  }

  private static <T> T each(Ops<T> ops, T tone, int which) {
    return ops.reshape(ops.slice(tone, 1, which, which + 1), -1, 1, 1, 1);
  }
}
