package org.g2face.train.channel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.g2face.network.Alignment;
import org.g2face.ops.Ops;
import org.g2face.tensor.Tensor;

/**
 * The way of a picture from whoever makes it to whoever reads its bits: saved with 8 bits, perhaps
 * made smaller and larger again, perhaps sent through JPEG, and a little noise on top.
 *
 * <p>Chance is an input: what happens to an image is drawn beforehand, so that a compiled graph can
 * do it, too.
 *
 * @param size the side of the pictures
 */
public record Channel(ChannelSettings settings, int size) {
  private static final String NOISE = "noise";
  private static final String RESIZED = "resized";
  private static final String COMPRESSED = "compressed";
  private static final String TABLES = "tables";

  /** The shapes, by name, of what has to be drawn for a batch. */
  public Map<String, long[]> inputs(int batch) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    if (settings.noise() > 0) {
      shapes.put(NOISE, new long[] {batch, 3, size, size});
    }
    if (settings.resize() > 0) {
      shapes.put(RESIZED, new long[] {batch, 1, 1, 1});
    }
    if (settings.jpeg() > 0) {
      shapes.put(COMPRESSED, new long[] {batch, 1, 1, 1});
      shapes.put(TABLES, new long[] {batch, 128});
    }
    return shapes;
  }

  /** Draws what happens to each image of a batch; by the names of {@link #inputs}. */
  public Map<String, Tensor> draw(int batch, RandomGenerator random) {
    Map<String, Tensor> drawn = new LinkedHashMap<>();
    inputs(batch).forEach((name, shape) -> drawn.put(name, draw(name, shape, random)));
    return drawn;
  }

  private Tensor draw(String name, long[] shape, RandomGenerator random) {
    float[] values = new float[Math.toIntExact(Tensor.count(shape))];
    for (int i = 0; i < values.length; i++) {
      switch (name) {
        case NOISE -> values[i] = (float) (settings.noise() * random.nextGaussian());
        case RESIZED -> values[i] = random.nextDouble() < settings.resize() ? 1 : 0;
        case COMPRESSED -> values[i] = random.nextDouble() < settings.jpeg() ? 1 : 0;
        default -> {
          int quality = random.nextInt(settings.jpegLowest(), settings.jpegHighest() + 1);
          float[] tables = Jpeg.tables(quality);
          System.arraycopy(tables, 0, values, i, tables.length);
          i += tables.length - 1;
        }
      }
    }
    return Tensor.of(values, shape);
  }

  /**
   * Sends pictures.
   *
   * @param image [batch, 3, size, size], RGB, about [-1, 1]
   * @param drawn what {@link #draw} gave, by name
   */
  public <T> T forward(Ops<T> ops, T image, Function<String, T> drawn) {
    T x = settings.round() ? StraightThrough.eightBits(ops, image) : image;
    if (settings.resize() > 0) {
      x = where(ops, drawn.apply(RESIZED), saved(ops, resized(ops, x)), x);
    }
    if (settings.jpeg() > 0) {
      T opened = new Jpeg(size).forward(ops, x, drawn.apply(TABLES));
      x = where(ops, drawn.apply(COMPRESSED), saved(ops, opened), x);
    }
    return settings.noise() > 0 ? ops.add(x, drawn.apply(NOISE)) : x;
  }

  private <T> T saved(Ops<T> ops, T image) {
    return settings.round() ? StraightThrough.eightBits(ops, image) : image;
  }

  private <T> T resized(Ops<T> ops, T image) {
    int side = Math.max(1, (int) Math.round(size * settings.resizeTo()));
    T small = Alignment.Box.whole(side, side).forward(ops, image);
    return Alignment.Box.whole(size, size).forward(ops, small);
  }

  /** The first where the choice is 1, the second where it is 0. */
  private static <T> T where(Ops<T> ops, T choice, T first, T second) {
    return ops.add(second, ops.mul(choice, ops.sub(first, second)));
  }
}
