package org.g2face.preflight;

import java.util.List;
import java.util.Optional;

/** An engine, as far as its numbers are examined. */
public interface Convolver {

  /** The library with its version, such as {@code ONNX Runtime 1.29.0}. */
  String library();

  /** Where it computes: {@code cpu}, or a GPU such as {@code cuda:1}. */
  String device();

  Arithmetic arithmetic();

  /** Which GPUs the library has code for; empty for one that computes on the CPU. */
  default Optional<CudaBuild> cuda() {
    return Optional.empty();
  }

  /** Computes all of them, in that order. */
  List<Convolved> convolve(List<Convolution> cases);

  /** Another way of computing than the one that is taken now; empty if there is none. */
  default Optional<Way> anotherWay() {
    return Optional.empty();
  }

  /**
   * A way of computing, for a whole process.
   *
   * @param name such as {@code without oneDNN}
   * @param take goes over to it
   * @param leave goes back
   */
  record Way(String name, Runnable take, Runnable leave) {}
}
