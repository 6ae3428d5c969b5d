package org.g2face.onnx;

/**
 * The device and the number of threads of a graph.
 *
 * @param threads for one call on the CPU, at least 1; calls from several threads add up
 * @param cudaDevice the number of an NVIDIA GPU, or -1 for the CPU
 */
public record Execution(int threads, int cudaDevice) {
  public Execution {
    if (threads < 1) {
      throw new IllegalArgumentException("needs at least one thread, got " + threads);
    }
  }

  public static Execution onCpu(int threads) {
    return new Execution(threads, -1);
  }

  /** Needs the CUDA build of ONNX Runtime on the class path in place of the plain one. */
  public static Execution onCuda(int device) {
    return new Execution(1, device);
  }

  public boolean onGpu() {
    return cudaDevice >= 0;
  }
}
