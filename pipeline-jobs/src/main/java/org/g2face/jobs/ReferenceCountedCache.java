package org.g2face.jobs;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * A reference-counted cache of what all task threads of this process share: one thing for each key.
 *
 * <p>Executors keep things until they end; where the driver's process runs the tasks too, the job
 * releases them when it is done, and the last task that uses one closes it.
 */
public final class ReferenceCountedCache<K, V extends AutoCloseable> {
  private final Map<K, Shared<V>> open = new HashMap<>();

  /** Opens a thing. */
  public interface Opener<V> {
    /**
     * @throws IOException if it cannot be opened
     */
    V open() throws IOException;
  }

  /** A thing in use by one task. */
  public final class Lease implements AutoCloseable {
    private final Shared<V> shared;
    private final V value;
    private boolean closed;

    private Lease(Shared<V> shared, V value) {
      this.shared = shared;
      this.value = value;
    }

    /** The thing itself, open until this is closed. */
    public V value() {
      return value;
    }

    /** Ends the use; once is enough. */
    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        leave(shared);
      }
    }
  }

  /** A thing, how many tasks use it, and whether the job is done with it. */
  private static final class Shared<V extends AutoCloseable> {
    private V value;
    private int users;
    private boolean released;

    /** Opens once; other threads wait meanwhile. */
    private synchronized V open(Opener<V> opener) throws IOException {
      if (value == null) {
        value = opener.open();
      }
      return value;
    }

    private synchronized void close() {
      if (value != null) {
        try {
          value.close();
        } catch (RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new IllegalStateException("cannot close " + value, e);
        }
        value = null;
      }
    }
  }

  /**
   * Opens a thing, or finds it open.
   *
   * @throws IOException if it cannot be opened; the next task tries again
   */
  public Lease acquire(K key, Opener<V> opener) throws IOException {
    Shared<V> shared;
    synchronized (open) {
      shared = open.computeIfAbsent(key, absent -> new Shared<>());
      shared.users++;
    }
    boolean opened = false;
    try {
      Lease lease = new Lease(shared, shared.open(opener));
      opened = true;
      return lease;
    } finally {
      if (!opened) {
        leave(shared);
      }
    }
  }

  /** Closes a thing, if this process has opened it, as soon as no task uses it. */
  public void release(K key) {
    Shared<V> shared;
    synchronized (open) {
      shared = open.remove(key);
      if (shared == null) {
        return;
      }
      shared.released = true;
      shared.users++;
    }
    leave(shared);
  }

  private void leave(Shared<V> shared) {
    boolean last;
    synchronized (open) {
      shared.users--;
      last = shared.released && shared.users == 0;
    }
    if (last) {
      shared.close();
    }
  }
}
