package org.g2face.jobs.shards;

import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;

/** How many images a second a packed dataset gives: {@code ReadingBench DATASET THREADS IMAGES}. */
public final class ReadingBench {
  private static final int BATCH = 8;
  private static final int ROUNDS = 5;

  private ReadingBench() {}

  public static void main(String[] args) throws IOException {
    Configuration hadoop = new Configuration();
    ShardManifest manifest = ShardManifest.read(args[0], hadoop);
    int threads = Integer.parseInt(args[1]);
    int batches = Integer.parseInt(args[2]) / BATCH;
    double[] rates = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      ShardBatches.Order order = new ShardBatches.Order(round, 4096, true, 0);
      try (ShardBatches faces =
          new ShardBatches(
              manifest, args[0], hadoop, order, new ShardBatches.Ahead(threads, 4), 0, 1, BATCH)) {
        // Filling the first window is not part of the rate.
        faces.next();
        long began = System.nanoTime();
        for (int i = 0; i < batches; i++) {
          faces.next();
        }
        rates[round] = batches * BATCH / ((System.nanoTime() - began) * 1e-9);
      }
    }
    Arrays.sort(rates);
    System.out.printf(
        "%d threads: %.0f images a second (%.0f to %.0f in %d rounds)%n",
        threads, rates[ROUNDS / 2], rates[0], rates[ROUNDS - 1], ROUNDS);
  }
}
