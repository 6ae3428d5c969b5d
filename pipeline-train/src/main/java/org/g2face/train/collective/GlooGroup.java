package org.g2face.train.collective;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;
import org.bytedeco.pytorch.gloo.Device;
import org.bytedeco.pytorch.global.torch;

/**
 * libtorch's Gloo process group among the ranks of a {@link Rendezvous}.
 *
 * @param gloo the group
 * @param store through which its ranks found each other; libtorch does not count the group's use of
 *     it, so it must live longer than the group and serve no other
 */
record GlooGroup(ProcessGroupGloo gloo, RendezvousStore store) implements AutoCloseable {
  private static final int SECRET_BYTES = 32;
  private static final int THREADS = 2;
  private static final long POLL_MILLIS = 20;

  /**
   * @param host the address of this machine that the other ranks can reach
   * @throws CollectiveException if the ranks do not find each other in time, or one of them is not
   *     the one that the rendezvous knows
   */
  static GlooGroup form(Rendezvous peers, String host, Duration timeout) {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    List<String> secrets = peers.exchange(HexFormat.of().formatHex(secret));
    GlooGroup group = connect(peers, host, timeout);
    try {
      List<String> verdicts = peers.exchange(verify(group.gloo(), peers, secret, secrets));
      for (String verdict : verdicts) {
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

  /** The native constructor waits for the other ranks' addresses; meanwhile these are exchanged. */
  private static GlooGroup connect(Rendezvous peers, String host, Duration timeout) {
    RendezvousStore store = new RendezvousStore(timeout);
    CompletableFuture<ProcessGroupGloo> gloo = new CompletableFuture<>();
    Thread connecting =
        new Thread(() -> construct(gloo, store, peers, host, timeout), "g2face-gloo");
    connecting.setDaemon(true);
    connecting.start();
    try {
      exchange(gloo, store, peers, host);
      return new GlooGroup(gloo.join(), store);
    } catch (RuntimeException e) {
      // The constructor cannot be stopped; it ends after the time-out.
      gloo.whenComplete(
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
      CompletableFuture<ProcessGroupGloo> group,
      RendezvousStore store,
      Rendezvous peers,
      String host) {
    List<String> states;
    do {
      State state = State.of(group);
      states = peers.exchange(state + " " + store.news());
      if (states.stream().anyMatch(State.FAILED::begins)) {
        throw new CollectiveException(
            "the ranks found no way to each other, rank %d from %s"
                .formatted(peers.rank(), host),
            State.error(group));
      }
      states.forEach(other -> store.learn(other.substring(other.indexOf(' ') + 1)));
    } while (!states.stream().allMatch(State.FORMED::begins));
  }

  private static void construct(
      CompletableFuture<ProcessGroupGloo> group,
      RendezvousStore store,
      Rendezvous peers,
      String host,
      Duration timeout) {
    try (Milliseconds limit = new Milliseconds(timeout.toMillis());
        Device device = ProcessGroupGloo.createDeviceForHostname(host);
        ProcessGroupGloo.Options options = ProcessGroupGloo.Options.create(limit)) {
      options.devices().push_back(device);
      options.threads(THREADS);
      group.complete(
          new ProcessGroupGloo(store.store(), peers.rank(), peers.world(), options));
    } catch (RuntimeException e) {
      group.completeExceptionally(e);
    }
  }

  /**
   * Gloo takes any connection for the rank that it claims to be. So each rank tells each other one
   * its secret over the connection they will share, which must be what the rendezvous says it is.
   *
   * @return empty if all are who they say they are, else what is wrong
   */
  private static String verify(
      ProcessGroupGloo group, Rendezvous peers, byte[] secret, List<String> secrets) {
    try (PointerScope scope = new PointerScope()) {
      List<Work> work = new ArrayList<>();
      Tensor[] received = new Tensor[peers.world()];
      for (int other = 0; other < peers.world(); other++) {
        if (other != peers.rank()) {
          Tensor told = torch.tensor(secret);
          received[other] = torch.zeros_like(told);
          work.add(group.send(new TensorVector(told), other, 0));
          work.add(group.recv(new TensorVector(received[other]), other, 0));
        }
      }
      work.forEach(Work::_wait);
      for (int other = 0; other < peers.world(); other++) {
        byte[] known = HexFormat.of().parseHex(secrets.get(other));
        if (other != peers.rank() && !MessageDigest.isEqual(known, bytes(received[other]))) {
          return "whoever answers rank %d for rank %d is not rank %d"
              .formatted(peers.rank(), other, other);
        }
      }
      return "";
    } catch (RuntimeException e) {
      return "rank " + peers.rank() + " lost another while the group was formed: "
          + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
  }

  private static byte[] bytes(Tensor tensor) {
    byte[] bytes = new byte[SECRET_BYTES];
    tensor.<ByteBuffer>createBuffer().get(bytes);
    return bytes;
  }

  @Override
  public void close() {
    gloo.close();
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
