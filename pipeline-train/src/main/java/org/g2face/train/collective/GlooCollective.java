package org.g2face.train.collective;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BroadcastOptions;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;
import org.bytedeco.pytorch.global.torch;

/**
 * Means over processes by Gloo, through libtorch's process group.
 *
 * <p>Values travel in buckets of about 25 MB; while one bucket is on the way the next is filled.
 * Values on a GPU go through the memory of the host. When a rank dies the others notice at once,
 * for its connections break; when it only stops answering, after the time-out. A group that failed
 * closes itself, so that no other rank waits for this one.
 *
 * <p>The ranks find and check each other through the {@link Rendezvous}: no port serves addresses
 * to whoever asks, and a stranger who connects to a rank's port is found out before the first value
 * is sent, for it lacks the secrets that were exchanged there. The values themselves travel neither
 * encrypted nor signed: who can read or change the network's packets can do so with them.
 */
public final class GlooCollective implements Collective {
  /** DistributedDataParallel's default. */
  private static final long BUCKET_BYTES = 25L << 20;

  private static final int IN_FLIGHT = 2;

  private final GlooGroup group;
  private final int rank;
  private final int world;
  private final long bucketBytes;
  private boolean closed;

  private GlooCollective(GlooGroup group, int rank, int world, long bucketBytes) {
    this.group = group;
    this.rank = rank;
    this.world = world;
    this.bucketBytes = bucketBytes;
  }

  /**
   * Joins the ranks of a rendezvous; returns when all have joined.
   *
   * @param host name or address of this machine by which the others reach it
   * @param timeout how long to wait for a rank that does not answer; longer than anything that one
   *     rank does while the others wait, such as writing a checkpoint
   * @throws CollectiveException if the ranks do not find each other
   */
  public static GlooCollective join(Rendezvous peers, String host, Duration timeout) {
    return join(peers, host, timeout, BUCKET_BYTES);
  }

  static GlooCollective join(Rendezvous peers, String host, Duration timeout, long bucketBytes) {
    return new GlooCollective(
        GlooGroup.form(peers, host, timeout), peers.rank(), peers.world(), bucketBytes);
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public int world() {
    return world;
  }

  @Override
  public void average(List<Tensor> values) {
    send(
        values,
        bucket -> {
          bucket.div_(new Scalar((double) world));
          return group.gloo().allreduce(new TensorVector(bucket));
        });
  }

  @Override
  public void broadcast(List<Tensor> values, int root) {
    send(
        values,
        bucket -> {
          BroadcastOptions options = new BroadcastOptions();
          options.rootRank(root);
          return group.gloo().broadcast(new TensorVector(bucket), options);
        });
  }

  @FunctionalInterface
  private interface Operation {
    Work start(Tensor bucket);
  }

  /** A bucket on its way: where its values came from, and the copy that travels. */
  private record Travelling(List<Tensor> values, Tensor bucket, Work work) {}

  private synchronized void send(List<Tensor> values, Operation operation) {
    if (closed) {
      throw new IllegalStateException("rank " + rank + " has left the group");
    }
    boolean done = false;
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Deque<Travelling> travelling = new ArrayDeque<>();
      for (List<Tensor> bucket : Buckets.of(values, Tensor::nbytes, bucketBytes)) {
        if (travelling.size() == IN_FLIGHT) {
          arrive(travelling.remove());
        }
        Tensor copy = pack(bucket);
        travelling.add(new Travelling(bucket, copy, operation.start(copy)));
      }
      while (!travelling.isEmpty()) {
        arrive(travelling.remove());
      }
      done = true;
    } catch (RuntimeException e) {
      throw new CollectiveException(
          "rank %d of %d lost another rank: it ended, or did not answer in time"
              .formatted(rank, world),
          e);
    } finally {
      if (!done) {
        close();
      }
    }
  }

  private static Tensor pack(List<Tensor> values) {
    List<Tensor> flat = new ArrayList<>();
    values.forEach(value -> flat.add(value.detach().reshape(-1).cpu()));
    // A copy even of a single value, which a failure half-way must not leave torn.
    return torch.cat(new TensorVector(flat.toArray(Tensor[]::new)));
  }

  private static void arrive(Travelling sent) {
    sent.work()._wait();
    long from = 0;
    for (Tensor value : sent.values()) {
      long count = value.numel();
      value.detach().copy_(sent.bucket().narrow(0, from, count).view_as(value));
      from += count;
    }
    sent.work().close();
    sent.bucket().close();
  }

  /** Leaves the group; other ranks that wait for this one stop with an error. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      group.close();
    }
  }
}
