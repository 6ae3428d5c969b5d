package org.g2face.checkpoint;

import java.io.IOException;
import org.g2face.tensor.Tensor;

/**
 * The blur kernels that StyleGAN2 checkpoints carry. They are constants of the networks here, so
 * they need not be kept, but another blur would be another network.
 */
final class BlurKernels {
  private static final float[] TAPS = {1, 3, 3, 1};
  private static final double TOLERANCE = 1e-6;

  private BlurKernels() {}

  static boolean isName(String name) {
    return name.endsWith(".kernel");
  }

  /**
   * Makes sure that every kernel is [1,3,3,1] x [1,3,3,1] / 64 times a gain.
   *
   * @param gain 4 where images are enlarged, 1 elsewhere
   * @throws CheckpointException if one is not
   */
  static void check(StateDict dict, double gain) throws IOException {
    for (String name : dict.names()) {
      if (isName(name) && !equals(dict.read(name), gain)) {
        throw new CheckpointException(
            "the blur kernel "
                + name
                + " is not [1,3,3,1], which is the only one that the networks here have");
      }
    }
  }

  private static boolean equals(Tensor kernel, double gain) {
    if (kernel.rank() != 2 || kernel.shape()[0] != 4 || kernel.shape()[1] != 4) {
      return false;
    }
    for (int i = 0; i < 16; i++) {
      double expected = TAPS[i / 4] * TAPS[i % 4] / 64 * gain;
      if (!(Math.abs(kernel.at(i) - expected) <= TOLERANCE)) {
        return false;
      }
    }
    return true;
  }
}
