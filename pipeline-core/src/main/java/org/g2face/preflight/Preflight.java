package org.g2face.preflight;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure that an engine computes right, once in this process for each way of computing. */
public final class Preflight {
  private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);
  private static final Set<String> PASSED = new HashSet<>();

  private Preflight() {}

  /**
   * Examines an engine unless it has passed before. Where it is wrong and knows another way, that
   * is taken, examined, and told in a line of the log.
   *
   * @throws PreflightException if there is no way of computing right
   */
  public static synchronized void require(Convolver engine) {
    String key = engine.library() + " " + engine.device() + " " + engine.arithmetic();
    if (!PASSED.contains(key)) {
      if (engine.device().startsWith("cuda")) {
        requireGpu(engine, Gpu.NVIDIA_SMI, System.getenv("CUDA_VISIBLE_DEVICES"));
      }
      examine(engine);
      PASSED.add(key);
    }
  }

  /** What the driver says of the GPU comes before any work on it, which may not even fail. */
  static void requireGpu(Convolver engine, Gpu.Driver driver, String visible) {
    String device = engine.device();
    int number = device.contains(":") ? Integer.parseInt(device.split(":")[1]) : 0;
    Optional<Gpu> gpu = Gpu.find(number, driver, visible);
    gpu.ifPresentOrElse(
        found -> engine.cuda().ifPresent(build -> build.require(found)),
        () -> LOG.debug("no driver describes the GPU {}", device));
  }

  /** Examines an engine whatever has passed before. */
  static void examine(Convolver engine) {
    long began = System.nanoTime();
    Optional<NumericsCheck.Deviation> wrong = NumericsCheck.worst(engine);
    if (wrong.isPresent()) {
      Optional<String> way = engine.useAnotherWay();
      if (way.isEmpty() || NumericsCheck.worst(engine).isPresent()) {
        throw new PreflightException(
            describe(engine, wrong.get())
                + way.map(tried -> ", also " + tried).orElse("")
                + "; run it on another kind of machine, or build g2face with another version of the"
                + " library (pom.xml)");
      }
      LOG.warn(
          "{}; from now on it computes {}, which is right and slower",
          describe(engine, wrong.get()),
          way.get());
    }
    LOG.debug(
        "{} computes right in {}: {} ms",
        engine.library(),
        engine.arithmetic(),
        (System.nanoTime() - began) / 1_000_000);
  }

  private static String describe(Convolver engine, NumericsCheck.Deviation wrong) {
    String place =
        engine.device().equals("cpu")
            ? "the processor " + Processor.name()
            : "the GPU " + engine.device();
    return engine.library()
        + " computes wrong numbers in "
        + engine.arithmetic()
        + " on "
        + place
        + ": "
        + wrong;
  }
}
