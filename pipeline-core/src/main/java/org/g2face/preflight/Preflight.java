package org.g2face.preflight;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure that an engine computes right, once in this process for each way of computing. */
public final class Preflight {
  private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);
  private static final Map<String, Convolver> PASSED = new LinkedHashMap<>();

  private Preflight() {}

  /**
   * Examines an engine unless it has passed before. Where it is wrong and knows another way, that
   * is taken, examined, and told in a line of the log.
   *
   * @throws PreflightException if there is no way of computing right
   */
  public static synchronized void require(Convolver engine) {
    if (!PASSED.containsKey(key(engine))) {
      if (engine.device().startsWith("cuda")) {
        requireGpu(engine, Gpu.NVIDIA_SMI, System.getenv());
      }
      examine(engine);
      PASSED.put(key(engine), engine);
    }
  }

  private static String key(Convolver engine) {
    return place(engine) + " " + engine.arithmetic();
  }

  private static String place(Convolver engine) {
    return engine.library() + " " + engine.device();
  }

  /** What the driver says of the GPU comes before any work on it, which may not even fail. */
  static void requireGpu(Convolver engine, Gpu.Driver driver, Map<String, String> environment) {
    String device = engine.device();
    int number = device.contains(":") ? Integer.parseInt(device.split(":")[1]) : 0;
    Optional<Gpu> gpu = Gpu.find(number, driver, environment);
    gpu.ifPresentOrElse(
        found -> engine.cuda().ifPresent(build -> build.require(found)),
        () -> LOG.debug("no driver describes the GPU {}", device));
  }

  private static void examine(Convolver engine) {
    long began = System.nanoTime();
    Optional<NumericsCheck.Deviation> wrong = NumericsCheck.worst(engine);
    if (wrong.isPresent()) {
      takeAnotherWay(engine, wrong.get());
    }
    LOG.debug(
        "{} computes right in {}: {} ms",
        engine.library(),
        engine.arithmetic(),
        (System.nanoTime() - began) / 1_000_000);
  }

  /** The way holds for the whole process, and so what has passed before is examined again. */
  private static void takeAnotherWay(Convolver engine, NumericsCheck.Deviation wrong) {
    String said = describe(engine, wrong);
    Convolver.Way way = engine.anotherWay().orElseThrow(() -> refused(said));
    way.take().run();
    try {
      if (NumericsCheck.worst(engine).isPresent()) {
        throw refused(said + ", also " + way.name());
      }
      List<Convolver> before =
          PASSED.values().stream().filter(each -> place(each).equals(place(engine))).toList();
      for (Convolver each : before) {
        NumericsCheck.worst(each)
            .ifPresent(
                found -> {
                  throw refused(said + "; and " + way.name() + ", " + describe(each, found));
                });
      }
    } catch (RuntimeException e) {
      way.leave().run();
      throw e;
    }
    LOG.warn("{}; from now on it computes {}, which is right and slower", said, way.name());
  }

  private static PreflightException refused(String said) {
    return new PreflightException(
        said
            + "; run it on another kind of machine, or build g2face with another version of the"
            + " library (pom.xml)");
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
