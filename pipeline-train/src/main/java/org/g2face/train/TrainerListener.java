package org.g2face.train;

import java.util.Map;
import org.g2face.tensor.Tensor;

/** A listener that is told how a training goes. Every method may do nothing. */
public interface TrainerListener {

  /** After every step, on every rank. */
  default void onStep(StepReport report) {}

  /**
   * Now and then, on rank 0: the same faces before and after, as the averaged weights make them.
   *
   * @param original [batch, 3, size, size], RGB in [-1, 1]
   * @param anonymized of the same shape, rounded to 8 bits as a saved picture is
   * @param recovered of the same shape, made from {@code anonymized}
   * @param bitErrorRate share of the hidden bits that are read wrongly from {@code anonymized}
   */
  default void onGrid(
      long step, Tensor original, Tensor anonymized, Tensor recovered, double bitErrorRate) {}

  /**
   * Now and then, on rank 0: faces of nobody, as the averaged weights of a prior make them.
   *
   * @param faces [batch, 3, size, size], RGB, about [-1, 1]; the same persons each time
   */
  default void onSamples(long step, Tensor faces) {}

  /**
   * Now and then, on rank 0: how faces fare that are not trained on, with the averaged weights.
   *
   * @param measures by name; see {@link HeldOutMeasures#means}
   */
  default void onHeldOut(long step, Map<String, Double> measures) {}

  /**
   * After a checkpoint has been written, on rank 0.
   *
   * @param place where it lies
   */
  default void onCheckpoint(long step, String place) {}

  /** Asked after every step, on every rank: whether training is to stop here. */
  default boolean asksToStop() {
    return false;
  }

  /** Hears nothing. */
  static TrainerListener silent() {
    return new TrainerListener() {};
  }
}
