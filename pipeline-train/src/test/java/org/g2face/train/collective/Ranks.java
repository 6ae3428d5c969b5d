package org.g2face.train.collective;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ranks as threads of this process, and what each of them returned or threw. */
final class Ranks {
  interface Rank<V> {
    V run(Rendezvous peers) throws Exception;
  }

  private final int world;
  private final String[] texts;
  private final CyclicBarrier barrier;

  private Ranks(int world) {
    this.world = world;
    this.texts = new String[world];
    this.barrier = new CyclicBarrier(world);
  }

  static <V> List<Future<V>> run(int world, Rank<V> body) throws InterruptedException {
    Ranks ranks = new Ranks(world);
    ExecutorService threads = Executors.newFixedThreadPool(world);
    List<Future<V>> results = new ArrayList<>();
    for (int rank = 0; rank < world; rank++) {
      int number = rank;
      results.add(threads.submit(() -> body.run(ranks.rendezvous(number))));
    }
    threads.shutdown();
    if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new AssertionError("a rank hangs");
    }
    return results;
  }

  static <V> List<V> values(List<Future<V>> results)
      throws ExecutionException, InterruptedException {
    List<V> values = new ArrayList<>();
    for (Future<V> result : results) {
      values.add(result.get());
    }
    return values;
  }

  static Collective join(Rendezvous peers) {
    return GlooCollective.join(peers, "127.0.0.1", Duration.ofSeconds(10), 64);
  }

  private Rendezvous rendezvous(int rank) {
    return new Rendezvous() {
      @Override
      public int rank() {
        return rank;
      }

      @Override
      public int world() {
        return world;
      }

      @Override
      public List<String> exchange(String text) {
        try {
          texts[rank] = text;
          barrier.await(20, TimeUnit.SECONDS);
          List<String> all = List.copyOf(Arrays.asList(texts));
          barrier.await(20, TimeUnit.SECONDS);
          return all;
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
          throw new CollectiveException("the rendezvous failed", e);
        }
      }
    };
  }
}
