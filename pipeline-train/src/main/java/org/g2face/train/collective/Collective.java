package org.g2face.train.collective;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The ranks of one training. Every rank makes the same calls in the same order with values of the
 * same shapes; a call returns when all ranks have made it.
 */
public interface Collective extends AutoCloseable {

  /** Which of the ranks this is, from 0. */
  int rank();

  /** How many ranks there are. */
  int world();

  /**
   * Replaces every value by its mean over all ranks, in place. Afterwards all ranks hold the same
   * bits.
   *
   * @param values float32 on CPU or CUDA
   */
  void average(List<Tensor> values);

  /** Replaces every value by the one of rank {@code root}, in place. */
  void broadcast(List<Tensor> values, int root);

  @Override
  void close();

  /** One rank alone. */
  static Collective single() {
    return new SingleRankCollective();
  }
}
