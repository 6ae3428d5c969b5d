package org.g2face.train.collective;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bytedeco.pytorch.Backend;
import org.bytedeco.pytorch.Store;

/**
 * One of libtorch's process groups among the ranks of a {@link Rendezvous}.
 *
 * @param backend the group
 * @param store through which its ranks found each other; libtorch does not count the group's use of
 *     it, so it must live longer than the group and serve no other
 */
record FormedGroup(Backend backend, RendezvousStore store) implements AutoCloseable {
  static final int SECRET_BYTES = 32;
  private static final long POLL_MILLIS = 20;

  /** A kind of process group. */
  interface Kind<G extends Backend> {

    /** Connects; waits until all ranks have left their addresses in the store. */
    G connect(Store store, Rendezvous peers, Duration timeout);

    /**
     * Whether every other rank of the group holds the secret that the rendezvous knows of it.
     *
     * @param secrets by rank
     * @return empty if so, else what is wrong
     */
    String verify(G group, Rendezvous peers, byte[] secret, List<byte[]> secrets);
  }

  /**
   * @throws CollectiveException if the ranks do not find each other in time, or one of them is not
   *     the one that the rendezvous knows
   */
  static <G extends Backend> FormedGroup form(Rendezvous peers, Duration timeout, Kind<G> kind) {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    List<byte[]> secrets =
        peers.exchange(HexFormat.of().formatHex(secret)).stream()
            .map(HexFormat.of()::parseHex)
            .toList();
    RendezvousStore store = new RendezvousStore(timeout);
    G backend = connect(peers, store, timeout, kind);
    FormedGroup group = new FormedGroup(backend, store);
    try {
      for (String verdict : peers.exchange(kind.verify(backend, peers, secret, secrets))) {
        if (!verdict.isEmpty()) {
          throw new CollectiveException(verdict, null);
        }
      }
      return group;
    } catch (RuntimeException e) {
      group.close();
      throw e;
    }
  }

  /** Connecting waits for the other ranks' addresses; meanwhile these are exchanged. */
  private static <G extends Backend> G connect(
      Rendezvous peers, RendezvousStore store, Duration timeout, Kind<G> kind) {
    CompletableFuture<G> group = new CompletableFuture<>();
    Thread connecting =
        new Thread(
            () -> {
              try {
                group.complete(kind.connect(store.store(), peers, timeout));
              } catch (RuntimeException | LinkageError e) {
                group.completeExceptionally(e);
              }
            },
            "g2face-group");
    connecting.setDaemon(true);
    connecting.start();
    try {
      exchange(group, store, peers, kind);
      return group.join();
    } catch (RuntimeException e) {
      // Connecting cannot be stopped; it ends after the time-out.
      group.whenComplete(
          (formed, error) -> {
            if (formed != null) {
              formed.close();
            }
            store.close();
          });
      throw e;
    }
  }

  private static void exchange(
      CompletableFuture<?> group, RendezvousStore store, Rendezvous peers, Kind<?> kind) {
    List<String> states;
    do {
      State state = State.of(group);
      states = peers.exchange(state + " " + store.news());
      if (states.stream().anyMatch(State.FAILED::begins)) {
        throw new CollectiveException(
            "the ranks found no way to each other, rank %d by %s".formatted(peers.rank(), kind),
            State.error(group));
      }
      states.forEach(other -> store.learn(other.substring(other.indexOf(' ') + 1)));
    } while (!states.stream().allMatch(State.FORMED::begins));
  }

  @Override
  public void close() {
    backend.close();
    store.close();
  }

  /** How far the connecting of one rank is. */
  private enum State {
    WAITING,
    FORMED,
    FAILED;

    /** Waits a little, so that the ranks do not exchange nothings as fast as they can. */
    static State of(CompletableFuture<?> group) {
      try {
        group.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
        return FORMED;
      } catch (TimeoutException e) {
        return WAITING;
      } catch (ExecutionException e) {
        return FAILED;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return FAILED;
      }
    }

    static Throwable error(CompletableFuture<?> group) {
      return group.isCompletedExceptionally() ? group.handle((g, e) -> e).join() : null;
    }

    boolean begins(String message) {
      return message.startsWith(name());
    }
  }
}
