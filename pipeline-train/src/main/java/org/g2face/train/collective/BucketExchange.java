package org.g2face.train.collective;

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
 * Values in buckets through a process group; while one bucket is on the way the next is filled. A
 * group that failed closes itself, so that no other rank waits for this one.
 */
final class BucketExchange implements Collective {
  /** DistributedDataParallel's default. */
  static final long BUCKET_BYTES = 25L << 20;

  private static final int IN_FLIGHT = 2;

  private final FormedGroup group;
  private final int rank;
  private final int world;
  private final long bucketBytes;
  private final boolean throughHost;
  private boolean closed;

  /**
   * @param throughHost whether values are copied to the memory of this process to be sent
   */
  BucketExchange(FormedGroup group, int rank, int world, long bucketBytes, boolean throughHost) {
    this.group = group;
    this.rank = rank;
    this.world = world;
    this.bucketBytes = bucketBytes;
    this.throughHost = throughHost;
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
          return group.backend().allreduce(new TensorVector(bucket));
        });
  }

  @Override
  public void broadcast(List<Tensor> values, int root) {
    send(
        values,
        bucket -> {
          BroadcastOptions options = new BroadcastOptions();
          options.rootRank(root);
          return group.backend().broadcast(new TensorVector(bucket), options);
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

  private Tensor pack(List<Tensor> values) {
    List<Tensor> flat = new ArrayList<>();
    for (Tensor value : values) {
      Tensor line = value.detach().reshape(-1);
      flat.add(throughHost ? line.cpu() : line);
    }
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
