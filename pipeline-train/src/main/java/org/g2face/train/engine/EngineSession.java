package org.g2face.train.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.g2face.model.Part;
import org.g2face.tensor.Tensor;
import org.g2face.train.collective.Collective;

/**
 * A training's weights and optimiser on one engine, and the means to run programs with them. To be
 * used by one thread.
 *
 * @param <V> a value in the engine's memory
 */
public interface EngineSession<V> extends AutoCloseable {

  /** Values made while it is open are freed when it is closed. */
  interface Scope extends AutoCloseable {
    @Override
    void close();
  }

  Scope open();

  V upload(Tensor value);

  Tensor download(V value);

  /**
   * Runs a program that trains nothing.
   *
   * @param averaged whether with the averaged weights instead of the current ones
   * @return its outputs
   */
  Map<String, V> evaluate(Program program, Map<String, V> inputs, boolean averaged);

  /**
   * Runs a program and adds up the gradient of its loss, for {@link #update}.
   *
   * @return its outputs
   */
  Map<String, V> differentiate(Program program, Map<String, V> inputs);

  /**
   * One step of the optimiser with the mean of the gradients that have been added up, over all
   * ranks; moves the running statistics to their mean over all ranks, too. If a loss or the
   * gradient is not finite, nothing changes.
   *
   * @param share of the full learning rate
   * @return the program's losses, means likewise; empty if nothing has changed
   */
  Optional<Map<String, Double>> update(Program program, double share, Collective collective);

  /**
   * Moves the averaged weights (EMA) towards the current ones.
   *
   * @param step counted from 1; the first ones count more, see {@link
   *     TrainSettings.Optimiser#averagingAt}
   */
  void average(long step);

  /** Gives all ranks the state of rank 0. */
  void broadcast(Collective collective);

  /** The trained parts: weights, averaged weights and moments, in the memory of this process. */
  List<PartState> state();

  /** Goes on from a state; it must hold the parts that {@link #state} gives. */
  void restore(List<PartState> states);

  @Override
  void close();

  /**
   * A trained part as a checkpoint holds it.
   *
   * @param weights parameters and running statistics, by name
   * @param averaged likewise, averaged over the steps; empty for the discriminator
   * @param mean Adam's mean of the gradients, by name
   * @param square Adam's mean of their squares, by name
   * @param updates how many steps Adam has made
   */
  record PartState(
      Part part,
      Map<String, Tensor> weights,
      Map<String, Tensor> averaged,
      Map<String, Tensor> mean,
      Map<String, Tensor> square,
      long updates) {}
}
