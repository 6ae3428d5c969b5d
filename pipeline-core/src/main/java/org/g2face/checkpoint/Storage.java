package org.g2face.checkpoint;

import org.g2face.model.weights.Dtype;

/**
 * A stretch of numbers in a checkpoint, which one or more tensors look into.
 *
 * @param key its name within the file
 * @param count how many numbers it has
 */
record Storage(String key, Dtype dtype, long count) {

  long bytes() {
    return count * dtype.size();
  }
}
