package org.g2face.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * An immutable array of float32 values in row-major order, in the memory of this process.
 *
 * <p>This is how weights and batches travel between files, images and engines; computing with it is
 * the business of an {@link org.g2face.ops.Ops} implementation. The values live in a direct buffer
 * of native byte order, so that native engines can read them without a copy.
 */
public final class Tensor {
  private final long[] shape;
  private final FloatBuffer values;

  private Tensor(long[] shape, FloatBuffer values) {
    this.shape = shape;
    this.values = values;
  }

  /**
   * @param values as many values as the shape holds; copied
   * @param shape the extent of each dimension, none negative; no dimensions for a scalar
   * @throws IllegalArgumentException if the counts differ
   */
  public static Tensor of(float[] values, long... shape) {
    FloatBuffer copy = allocate(values.length);
    copy.put(values).flip();
    return wrap(copy, shape);
  }

  /** A tensor of one value, without dimensions. */
  public static Tensor scalar(float value) {
    return of(new float[] {value});
  }

  /** A tensor whose every value is the given one. */
  public static Tensor filled(float value, long... shape) {
    float[] values = new float[Math.toIntExact(count(shape))];
    Arrays.fill(values, value);
    return of(values, shape);
  }

  /**
   * Takes over a buffer without copying it; the caller must not write to it afterwards.
   *
   * @param values positioned at the first value, with as many remaining as the shape holds
   */
  public static Tensor wrap(FloatBuffer values, long... shape) {
    if (count(shape) != values.remaining()) {
      throw new IllegalArgumentException(
          values.remaining() + " values do not fill the shape " + Arrays.toString(shape));
    }
    return new Tensor(shape.clone(), values.slice().asReadOnlyBuffer());
  }

  /** An empty direct buffer of native byte order for {@link #wrap}. */
  public static FloatBuffer allocate(int count) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** How many values a shape holds; 1 for no dimensions. */
  public static long count(long... shape) {
    long count = 1;
    for (long extent : shape) {
      if (extent < 0) {
        throw new IllegalArgumentException("negative extent in shape " + Arrays.toString(shape));
      }
      count = Math.multiplyExact(count, extent);
    }
    return count;
  }

  public long[] shape() {
    return shape.clone();
  }

  public int rank() {
    return shape.length;
  }

  public int count() {
    return values.remaining();
  }

  /** A read-only view of the values, from the first to the last. */
  public FloatBuffer buffer() {
    return values.duplicate();
  }

  /** The values in a new array. */
  public float[] toArray() {
    float[] copy = new float[values.remaining()];
    values.duplicate().get(copy);
    return copy;
  }

  /** The value at a row-major position. */
  public float at(int position) {
    return values.get(position);
  }

  /** The same values under another shape of the same count. */
  public Tensor reshape(long... newShape) {
    return wrap(values.duplicate(), newShape);
  }

  /** Rows as columns; a matrix only. */
  public Tensor transposed() {
    if (rank() != 2) {
      throw new IllegalArgumentException("only a matrix can be transposed, not " + this);
    }
    int rows = Math.toIntExact(shape[0]);
    int columns = Math.toIntExact(shape[1]);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i % columns * rows + i / columns] = at(i);
    }
    return of(values, columns, rows);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && Arrays.equals(shape, that.shape)
        && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + values.hashCode();
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
