package org.g2face.jobs.anonymize;

import java.io.IOException;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.FaceTransformProvider;
import org.g2face.jobs.ReferenceCountedCache;

/** The networks that are loaded in this process: one of each, for all task threads. */
public final class SharedTransforms {
  private static final ReferenceCountedCache<FaceTransformProvider, FaceTransform> OPEN =
      new ReferenceCountedCache<>();

  private SharedTransforms() {}

  /** Networks in use by one task. */
  public record Lease(ReferenceCountedCache<FaceTransformProvider, FaceTransform>.Lease lease)
      implements AutoCloseable {
    public FaceTransform transform() {
      return lease.value();
    }

    @Override
    public void close() {
      lease.close();
    }
  }

  /**
   * Loads the networks, or finds them loaded.
   *
   * @throws IOException if they cannot be loaded; the next task tries again
   */
  public static Lease acquire(FaceTransformProvider provider) throws IOException {
    return new Lease(OPEN.acquire(provider, provider::open));
  }

  /** Closes the networks, if this process has loaded them, as soon as no task uses them. */
  public static void release(FaceTransformProvider provider) {
    OPEN.release(provider);
  }
}
