package org.g2face.anonymize;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.g2face.image.Planes;
import org.g2face.image.RgbImage;
import org.g2face.tensor.Tensor;

/**
 * Faces and what belongs to them, side by side in tensors of one size.
 *
 * <p>Places without a face hold zeros. A matrix product may round differently for another number of
 * rows, so every call to the networks has the same number, and the result for a face does not
 * depend on how many faces came with it.
 *
 * @param size how many places there are
 */
record Batch(int size) {

  /** Applies a transform to as many faces at a time as there are places, in order. */
  List<Outcome> inTurns(List<Face> faces, Function<List<Face>, List<Outcome>> transform) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int from = 0; from < faces.size(); from += size) {
      outcomes.addAll(transform.apply(faces.subList(from, Math.min(from + size, faces.size()))));
    }
    return outcomes;
  }

  /** Images as [size, 3, side, side] in [-1, 1]. */
  Tensor images(List<RgbImage> images, int side) {
    int each = Planes.count(side, side);
    FloatBuffer values = Tensor.allocate(Math.multiplyExact(size, each));
    for (int i = 0; i < images.size(); i++) {
      Planes.write(images.get(i), values, i * each);
    }
    return Tensor.wrap(values, size, RgbImage.CHANNELS, side, side);
  }

  /** One row of numbers for each face, as [size, ...shape]. */
  Tensor rows(List<float[]> rows, long... shape) {
    int each = Math.toIntExact(Tensor.count(shape));
    FloatBuffer values = Tensor.allocate(Math.multiplyExact(size, each));
    for (int i = 0; i < rows.size(); i++) {
      values.put(i * each, rows.get(i));
    }
    long[] full = new long[shape.length + 1];
    full[0] = size;
    System.arraycopy(shape, 0, full, 1, shape.length);
    return Tensor.wrap(values, full);
  }

  /** One face's numbers. */
  static float[] row(Tensor rows, int face) {
    int each = rows.count() / (int) rows.shape()[0];
    float[] row = new float[each];
    rows.buffer().get(face * each, row);
    return row;
  }

  /** One face's picture in 8 bits; empty if the network drew something that is no number. */
  static Optional<RgbImage> image(Tensor images, int face) {
    int side = (int) images.shape()[2];
    return Planes.read(images.buffer(), face * Planes.count(side, side), side, side);
  }
}
