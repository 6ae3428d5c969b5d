package org.g2face.train.data;

import java.io.IOException;
import java.util.List;
import org.g2face.tensor.Tensor;

/**
 * The faces that one rank trains on, without end. What comes after a position depends on nothing
 * but that position, the seed and the number of ranks.
 */
public interface FaceBatches extends AutoCloseable {

  /**
   * The next faces of this rank.
   *
   * @return [batch, 3, size, size], RGB in [-1, 1]
   */
  Tensor next() throws IOException;

  /**
   * Faces that are never given out for training, in batches of the same size; none by default.
   *
   * @return [batch, 3, size, size] each, RGB in [-1, 1]
   */
  default List<Tensor> heldOut() throws IOException {
    return List.of();
  }

  /** The position after everything that {@link #next} has given out; the same on all ranks. */
  DataPosition position();

  /** Goes to a position, that of a checkpoint, say. */
  void resume(DataPosition position) throws IOException;

  @Override
  void close();
}
