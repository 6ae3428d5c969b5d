package org.g2face.network;

import java.util.function.BiConsumer;

/**
 * The phase, training or inference, of a network with batch normalisation.
 *
 * @param <T> a value of the engine
 */
public sealed interface Phase<T> {

  /** Running statistics are used as they are; every image is treated by itself. */
  record Inference<T>() implements Phase<T> {}

  /**
   * The batch's own statistics are used, and move the running ones.
   *
   * @param running is told, for each running statistic, its full name and its new value, which
   *     carries no gradient. The weights keep the old value until the trainer replaces it
   */
  record Training<T>(BiConsumer<String, T> running) implements Phase<T> {}

  static <T> Phase<T> inference() {
    return new Inference<>();
  }

  static <T> Phase<T> training(BiConsumer<String, T> running) {
    return new Training<>(running);
  }
}
