package org.g2face.train.channel;

import java.util.List;
import org.g2face.network.Alignment;
import org.g2face.ops.Ops;
import org.g2face.tensor.Tensor;

/**
 * Differentiable JPEG: to luma and chroma, chroma at half the size where that leaves whole blocks,
 * the cosine transform of each 8x8 block, rounding to multiples of a table, and back. Rounding
 * passes the gradient straight through.
 *
 * @param size the side of the picture, a multiple of 8
 */
record Jpeg(int size) {
  private static final int BLOCK = 8;

  /** Annex K.1 of ITU-T T.81, row by row. */
  private static final int[] LUMA = {
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
    92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99
  };

  /** The table for both chroma planes. */
  private static final int[] CHROMA = {
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99,
    47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99
  };

  /** Rows: luma, blue and red difference; columns: red, green, blue (JFIF). */
  private static final float[] TO_LUMA_CHROMA = {
    0.299f, 0.587f, 0.114f, -0.168736f, -0.331264f, 0.5f, 0.5f, -0.418688f, -0.081312f
  };

  private static final float[] TO_RGB = {1, 0, 1.402f, 1, -0.344136f, -0.714136f, 1, 1.772f, 0};

  Jpeg {
    if (size % BLOCK != 0) {
      throw new IllegalArgumentException("JPEG needs whole blocks of 8, not a side of " + size);
    }
  }

  /**
   * The tables of a quality, as libjpeg scales them.
   *
   * @param quality 1 to 100
   * @return 128 numbers: luma, then chroma, row by row
   */
  static float[] tables(int quality) {
    int scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
    float[] tables = new float[2 * BLOCK * BLOCK];
    for (int i = 0; i < tables.length; i++) {
      int base = i < LUMA.length ? LUMA[i] : CHROMA[i - LUMA.length];
      tables[i] = Math.max(1, Math.min(255, (base * scale + 50) / 100));
    }
    return tables;
  }

  /**
   * Compresses and opens again.
   *
   * @param image [batch, 3, size, size], RGB in [-1, 1]
   * @param tables [batch, 128], see {@link #tables}
   * @return of the same shape, not yet rounded to 8 bits
   */
  <T> T forward(Ops<T> ops, T image, T tables) {
    T planes = ops.conv2d(ops.mul(image, 127.5), matrix(ops, TO_LUMA_CHROMA), null, 1, 0, 1);
    T luma = quantise(ops, ops.slice(planes, 1, 0, 1), ops.slice(tables, 1, 0, 64), size);
    T chroma = ops.slice(planes, 1, 1, 3);
    T chromaTable = ops.slice(tables, 1, 64, 128);
    if (size % (2 * BLOCK) == 0) {
      T half = quantise(ops, ops.avgPool2d(chroma, 2, 2), chromaTable, size / 2);
      chroma = Alignment.Box.whole(size, size).forward(ops, half);
    } else {
      chroma = quantise(ops, chroma, chromaTable, size);
    }
    T rgb = ops.conv2d(ops.concat(1, List.of(luma, chroma)), matrix(ops, TO_RGB), null, 1, 0, 1);
    return ops.mul(rgb, 1 / 127.5);
  }

  private static <T> T matrix(Ops<T> ops, float[] values) {
    return ops.constant(Tensor.of(values, 3, 3, 1, 1));
  }

  /** The transform of all blocks along one axis is one block diagonal matrix. */
  private static <T> T quantise(Ops<T> ops, T planes, T table, int side) {
    T spread = ops.resample(ops.reshape(table, -1, 1, BLOCK, BLOCK), tile(side), tile(side));
    T frequencies = ops.resample(planes, cosines(side, false), cosines(side, false));
    T rounded = ops.mul(StraightThrough.round(ops, ops.div(frequencies, spread)), spread);
    return ops.resample(rounded, cosines(side, true), cosines(side, true));
  }

  private static Tensor tile(int side) {
    float[] values = new float[side * BLOCK];
    for (int i = 0; i < side; i++) {
      values[i * BLOCK + i % BLOCK] = 1;
    }
    return Tensor.of(values, side, BLOCK);
  }

  private static Tensor cosines(int side, boolean inverse) {
    float[] values = new float[side * side];
    for (int i = 0; i < side; i++) {
      int block = i / BLOCK * BLOCK;
      for (int k = 0; k < BLOCK; k++) {
        int frequency = inverse ? k : i % BLOCK;
        int place = inverse ? i % BLOCK : k;
        double norm = frequency == 0 ? Math.sqrt(1.0 / BLOCK) : Math.sqrt(2.0 / BLOCK);
        double angle = Math.PI * (2 * place + 1) * frequency / (2.0 * BLOCK);
        values[i * side + block + k] = (float) (norm * Math.cos(angle));
      }
    }
    return Tensor.of(values, side, side);
  }
}
