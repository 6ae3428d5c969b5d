package org.g2face.ops;

/**
 * The learned values that a network asks for, by name.
 *
 * <p>A network states the shape and the initial distribution of a weight where it uses it, and
 * nowhere else. Whoever supplies the weights decides what that statement is for: to check a file
 * against it, to draw a fresh value from it, or to write it down ({@link WeightSpec}). Asking twice
 * for one name gives the same value.
 */
public interface Weights<T> {

  /**
   * A value that training changes.
   *
   * @param name relative to this scope, dots between its parts, as in the authors' checkpoints
   * @throws IllegalArgumentException if the weight is missing or has another shape
   */
  T parameter(String name, Init init, long... shape);

  /** A value that is measured rather than trained, such as a running mean. */
  T buffer(String name, Init init, long... shape);

  /** The weights whose names start with the given part and a dot. */
  Weights<T> at(String scope);

  /** The name of this scope, without a dot at its end; empty for the whole network. */
  String scope();
}
