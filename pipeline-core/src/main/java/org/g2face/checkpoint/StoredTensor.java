package org.g2face.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.g2face.model.weights.Dtype;
import org.g2face.tensor.Tensor;

/**
 * A tensor that is still in its file.
 *
 * @param offset of its first number within the storage
 * @param strides how many numbers further the next index of each dimension is
 */
record StoredTensor(Storage storage, long offset, long[] shape, long[] strides) {
  private static final int CHUNK = 1 << 16;

  /**
   * Checks that the tensor lies within its storage.
   *
   * @throws IllegalArgumentException if it does not; the message continues a sentence that starts
   *     with the tensor
   */
  StoredTensor {
    shape = shape.clone();
    strides = strides.clone();
    if (shape.length != strides.length) {
      throw new IllegalArgumentException(
          "has " + shape.length + " extents but " + strides.length + " strides");
    }
    try {
      long count = Tensor.count(shape);
      long last = offset;
      for (int i = 0; i < shape.length; i++) {
        if (strides[i] < 0) {
          throw new IllegalArgumentException("has the negative stride " + strides[i]);
        }
        last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape[i] - 1), strides[i]));
      }
      if (offset < 0 || count > storage.count() || (count > 0 && last >= storage.count())) {
        throw new IllegalArgumentException(
            "reaches beyond the " + storage.count() + " numbers of its storage");
      }
      if (count > Integer.MAX_VALUE / Float.BYTES) {
        throw new IllegalArgumentException("is larger than the 2 GiB that one tensor may have");
      }
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("has a size that overflows", e);
    }
  }

  int count() {
    return Math.toIntExact(Tensor.count(shape));
  }

  /**
   * Reads the numbers, as float32.
   *
   * @throws ArithmeticException if one has no float32 value
   */
  Tensor read(StorageFile file) throws IOException {
    if (count() == 0) {
      return Tensor.of(new float[0], shape);
    }
    int span = span();
    FloatBuffer numbers = Tensor.allocate(span);
    try (InputStream in = file.open(storage, offset * storage.dtype().size())) {
      decode(in, file.byteOrder(), numbers);
    }
    numbers.flip();
    return Tensor.wrap(contiguous() ? numbers : gather(numbers), shape);
  }

  /** How many numbers lie between the first and the last, both counted. */
  private int span() {
    long last = 0;
    for (int i = 0; i < shape.length; i++) {
      last += (shape[i] - 1) * strides[i];
    }
    return Math.toIntExact(last + 1);
  }

  private boolean contiguous() {
    long expected = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      if (shape[i] != 1 && strides[i] != expected) {
        return false;
      }
      expected *= shape[i];
    }
    return true;
  }

  private void decode(InputStream in, ByteOrder order, FloatBuffer to) throws IOException {
    Dtype dtype = storage.dtype();
    long left = (long) to.remaining() * dtype.size();
    while (left > 0) {
      byte[] chunk = in.readNBytes((int) Math.min(left, CHUNK));
      if (chunk.length % dtype.size() != 0 || chunk.length == 0) {
        throw new CheckpointException("the file ends within the storage " + storage.key());
      }
      dtype.decode(ByteBuffer.wrap(chunk).order(order), to);
      left -= chunk.length;
    }
  }

  /** Copies in row-major order what the strides scatter. */
  private FloatBuffer gather(FloatBuffer numbers) {
    FloatBuffer gathered = Tensor.allocate(count());
    int[] index = new int[shape.length];
    int position = 0;
    while (gathered.hasRemaining()) {
      gathered.put(numbers.get(position));
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        position += (int) strides[axis];
        if (++index[axis] < shape[axis]) {
          break;
        }
        position -= (int) (shape[axis] * strides[axis]);
        index[axis] = 0;
      }
    }
    return gathered.flip();
  }
}
