package org.g2face.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.function.IntFunction;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.g2face.train.collective.Collective;

/** Ranks that are threads of this process. */
final class ThreadRanks {
  private final List<List<Tensor>> brought = new ArrayList<>();
  private final CyclicBarrier barrier;
  private final int world;

  ThreadRanks(int world) {
    this.world = world;
    this.barrier = new CyclicBarrier(world);
    for (int i = 0; i < world; i++) {
      brought.add(List.of());
    }
  }

  Collective of(int rank) {
    return new Collective() {
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
        exchange(
            values,
            i -> {
              Tensor sum = brought.get(0).get(i).clone();
              for (int other = 1; other < world; other++) {
                sum.add_(brought.get(other).get(i));
              }
              return sum.mul_(new Scalar(1.0 / world));
            });
      }

      @Override
      public void broadcast(List<Tensor> values, int root) {
        exchange(values, i -> brought.get(root).get(i).clone());
      }

      private void exchange(List<Tensor> values, IntFunction<Tensor> result) {
        brought.set(rank, values);
        await();
        List<Tensor> results = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
          results.add(result.apply(i));
        }
        await();
        for (int i = 0; i < values.size(); i++) {
          values.get(i).copy_(results.get(i));
        }
      }

      @Override
      public void close() {}
    };
  }

  private void await() {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}
