package org.g2face.jobs.anonymize;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.FaceTransformProvider;

/**
 * The networks that are loaded in this process: one of each, for all task threads.
 *
 * <p>Executors keep them until they end; where the driver's process runs the tasks too, the job
 * releases them when it is done, and the last task that uses them closes them.
 */
final class SharedTransforms {
  private static final Map<FaceTransformProvider, Shared> OPEN = new HashMap<>();

  private SharedTransforms() {}

  /** Networks in use by one task. */
  static final class Lease implements AutoCloseable {
    private final Shared shared;
    private final FaceTransform transform;

    private Lease(Shared shared, FaceTransform transform) {
      this.shared = shared;
      this.transform = transform;
    }

    FaceTransform transform() {
      return transform;
    }

    @Override
    public void close() {
      leave(shared);
    }
  }

  /** Networks, how many tasks use them, and whether the job is done with them. */
  private static final class Shared {
    private FaceTransform transform;
    private int users;
    private boolean released;

    /** Loads once; other threads wait meanwhile. */
    private synchronized FaceTransform open(FaceTransformProvider provider) throws IOException {
      if (transform == null) {
        transform = provider.open();
      }
      return transform;
    }

    private synchronized void close() {
      if (transform != null) {
        transform.close();
        transform = null;
      }
    }
  }

  /**
   * Loads the networks, or finds them loaded.
   *
   * @throws IOException if they cannot be loaded; the next task tries again
   */
  static Lease acquire(FaceTransformProvider provider) throws IOException {
    Shared shared;
    synchronized (OPEN) {
      shared = OPEN.computeIfAbsent(provider, key -> new Shared());
      shared.users++;
    }
    boolean opened = false;
    try {
      Lease lease = new Lease(shared, shared.open(provider));
      opened = true;
      return lease;
    } finally {
      if (!opened) {
        leave(shared);
      }
    }
  }

  /** Closes the networks, if this process has loaded them, as soon as no task uses them. */
  static void release(FaceTransformProvider provider) {
    Shared shared;
    synchronized (OPEN) {
      shared = OPEN.remove(provider);
      if (shared == null) {
        return;
      }
      shared.released = true;
      shared.users++;
    }
    leave(shared);
  }

  private static void leave(Shared shared) {
    boolean last;
    synchronized (OPEN) {
      shared.users--;
      last = shared.released && shared.users == 0;
    }
    if (last) {
      shared.close();
    }
  }
}
