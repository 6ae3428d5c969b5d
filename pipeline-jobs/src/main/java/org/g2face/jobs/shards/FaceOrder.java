package org.g2face.jobs.shards;

import java.io.Closeable;
import java.io.IOException;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;

/**
 * The encoded faces that one rank uses, without end, each with the variation that chance gave it.
 *
 * <p>Row groups are shuffled anew each epoch, and the faces of a rank within windows. A window
 * depends on its number alone, so that going on in the middle of an epoch reads one window and not
 * everything before it.
 */
final class FaceOrder implements Closeable {
  /**
   * A face.
   *
   * @param place where it was read, for messages
   */
  record Encoded(byte[] png, Augmentation variation, String place) {}

  private final ShardManifest manifest;
  private final String dataset;
  private final Configuration hadoop;
  private final ShardBatches.Order order;
  private final RankSharding shares;
  private final int rank;
  private long next;
  private ShardCursor cursor;
  private Encoded[] window = new Encoded[0];
  private int used;
  private long epochEnd;

  /**
   * @param first which of the rank's images comes first, counted over all epochs
   */
  FaceOrder(
      ShardManifest manifest,
      String dataset,
      Configuration hadoop,
      ShardBatches.Order order,
      RankSharding shares,
      int rank,
      long first) {
    this.manifest = manifest;
    this.dataset = dataset;
    this.hadoop = hadoop;
    this.order = order;
    this.shares = shares;
    this.rank = rank;
    this.next = first;
  }

  Encoded next() throws IOException {
    if (used == window.length) {
      nextWindow();
    }
    Encoded face = window[used];
    window[used++] = null;
    next++;
    return face;
  }

  private void nextWindow() throws IOException {
    long epoch = shares.epoch(next, rank);
    long offset = next - shares.before(epoch, rank);
    long number = offset / order.window();
    long from = number * order.window();
    if (next >= epochEnd) {
      close();
      long count = shares.count(epoch, rank) - from;
      EpochOrder groups = EpochOrder.of(manifest.shards().get(Split.TRAIN), order.seed(), epoch);
      cursor =
          new ShardCursor(dataset, hadoop, groups.runs(shares.start(epoch, rank) + from, count));
      epochEnd = shares.before(epoch + 1, rank);
    }
    long windowEnd = Math.min(shares.count(epoch, rank), from + order.window());
    window = read((int) (windowEnd - from), epoch, number);
    used = (int) (offset - from);
  }

  private Encoded[] read(int count, long epoch, long number) throws IOException {
    Random random = new Random(SeedMixing.mix(order.seed(), epoch, shares.world(), rank, number));
    Encoded[] faces = new Encoded[count];
    for (int i = 0; i < count; i++) {
      boolean mirrored = random.nextBoolean() && order.mirror();
      boolean grey = random.nextDouble() < order.grey();
      Augmentation variation = new Augmentation(mirrored, grey, order.jitter().draw(random));
      faces[i] = new Encoded(cursor.next(), variation, cursor.place());
    }
    for (int i = count - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      Encoded moved = faces[i];
      faces[i] = faces[other];
      faces[other] = moved;
    }
    return faces;
  }

  @Override
  public void close() throws IOException {
    if (cursor != null) {
      cursor.close();
      cursor = null;
    }
  }
}
