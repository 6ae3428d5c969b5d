package org.g2face.jobs.anonymize;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.FaceTransformProvider;

/**
 * The networks that are loaded in this process: one of each, for all task threads.
 *
 * <p>Executors keep them until they end; where the driver's process runs the tasks too, the job
 * releases them when it is done.
 */
final class SharedTransforms {
  private static final Map<FaceTransformProvider, FaceTransform> OPEN = new ConcurrentHashMap<>();

  private SharedTransforms() {}

  /** Loads the networks, or finds them loaded; others wait while one thread loads. */
  static FaceTransform get(FaceTransformProvider provider) throws IOException {
    try {
      return OPEN.computeIfAbsent(
          provider,
          key -> {
            try {
              return key.open();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Releases the networks, if this process has loaded them. */
  static void release(FaceTransformProvider provider) {
    FaceTransform transform = OPEN.remove(provider);
    if (transform != null) {
      transform.close();
    }
  }
}
