package org.g2face.preflight;

/**
 * The GPUs that a library's CUDA build has code for; the table in README.md says the same.
 *
 * @param library with its version and that of CUDA
 * @param from the least compute capability, times ten
 * @param driver the oldest branch of the driver that runs this CUDA
 */
public record CudaBuild(String library, int from, int driver) {
  /** CUDA 13 compiles for Turing and newer, and asks for a driver of branch 580. */
  public static final CudaBuild LIBTORCH = new CudaBuild("libtorch 2.13 for CUDA 13", 75, 580);

  /** Newer GPUs than it has code for get it compiled by their driver. */
  public static final CudaBuild ONNX_RUNTIME =
      new CudaBuild("ONNX Runtime 1.29 for CUDA 12", 75, 525);

  /**
   * Looks whether a GPU will do.
   *
   * @throws PreflightException that names GPU, driver, library and what to do
   */
  void require(Gpu gpu) {
    if (gpu.capability() > 0 && gpu.capability() < from) {
      throw new PreflightException(
          "%s has no code for the GPU %s, only from compute capability %d.%d on; take a newer GPU, or the CPU"
              .formatted(library, gpu, from / 10, from % 10));
    }
    if (gpu.driverBranch() < driver) {
      throw new PreflightException(
          "%s needs a driver of branch %d or newer for the GPU %s; update the driver, or take the CPU"
              .formatted(library, driver, gpu));
    }
  }
}
