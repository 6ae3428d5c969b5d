package org.g2face.jobs.evaluate;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.HashPartitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.g2face.jobs.input.ImageDataset;
import org.g2face.jobs.input.InputSplit;
import org.g2face.jobs.input.Limits;
import org.g2face.jobs.input.SplitRange;
import scala.Tuple2;

/**
 * Brings the pictures of one id together, wherever they lie in their datasets.
 *
 * <p>The encoded pictures travel through one shuffle that sorts by id: a task then meets them one
 * id after the other and holds no more than those of one id. What Spark writes to disks on the way
 * is encrypted as everything it writes.
 *
 * @param keys by what images are joined
 * @param sample hashes of the keys that are looked at, ascending; null for all
 * @param seed of the hashes
 */
record ImageJoin(
    ImageKeys keys, Limits limits, Broadcast<long[]> sample, String seed, int partitions)
    implements Serializable {

  /** All pictures of one id. */
  record Group(String key, List<JoinedImage> found) {

    /** The id of the original, if there is one. */
    Optional<String> original() {
      return found.stream()
          .filter(image -> image.source() == JoinedImage.ORIGINAL)
          .map(JoinedImage::id)
          .findFirst();
    }
  }

  /**
   * Gathers.
   *
   * @param sources the datasets by their numbers; null where there is none
   */
  JavaRDD<Group> gather(List<ImageDataset> sources) {
    JavaPairRDD<String, JoinedImage> all = null;
    for (int source = 0; source < sources.size(); source++) {
      if (sources.get(source) != null) {
        JavaPairRDD<String, JoinedImage> one = read(sources.get(source), source);
        all = all == null ? one : all.union(one);
      }
    }
    return all.repartitionAndSortWithinPartitions(new HashPartitioner(partitions))
        .mapPartitions(Groups::new);
  }

  private JavaPairRDD<String, JoinedImage> read(ImageDataset dataset, int source) {
    Broadcast<SerializableConfiguration> hadoop = dataset.hadoop();
    return dataset
        .tasks()
        .mapPartitionsToPair(packs -> new Reader(packs, source, hadoop.value().value()));
  }

  String key(int source, String id) {
    return source == JoinedImage.ORIGINAL ? keys.ofOriginal(id) : keys.ofOther(id);
  }

  private boolean wanted(String key) {
    return sample == null || Arrays.binarySearch(sample.value(), Sample.hash(seed, key)) >= 0;
  }

  /** The images of some packs that are wanted, one at a time. */
  private final class Reader implements Iterator<Tuple2<String, JoinedImage>> {
    private final Iterator<InputSplit> packs;
    private final int source;
    private final Configuration hadoop;
    private SplitRange.Entries entries;
    private Tuple2<String, JoinedImage> next;

    private Reader(Iterator<InputSplit> packs, int source, Configuration hadoop) {
      this.packs = packs;
      this.source = source;
      this.hadoop = hadoop;
      TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> close());
    }

    @Override
    public boolean hasNext() {
      while (next == null && (entries != null || packs.hasNext())) {
        if (entries == null) {
          entries = packs.next().open(hadoop, limits);
        } else if (!entries.hasNext()) {
          close();
        } else {
          JoinedImage found = JoinedImage.of(source, entries.next());
          String key = found == null ? null : key(source, found.id());
          next = found == null || !wanted(key) ? null : new Tuple2<>(key, found);
        }
      }
      return next != null;
    }

    @Override
    public Tuple2<String, JoinedImage> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Tuple2<String, JoinedImage> found = next;
      next = null;
      return found;
    }

    private void close() {
      try {
        if (entries != null) {
          entries.close();
          entries = null;
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  /** Neighbours of one key as one group. */
  private static final class Groups implements Iterator<Group> {
    private final Iterator<Tuple2<String, JoinedImage>> sorted;
    private Tuple2<String, JoinedImage> ahead;

    private Groups(Iterator<Tuple2<String, JoinedImage>> sorted) {
      this.sorted = sorted;
    }

    @Override
    public boolean hasNext() {
      return ahead != null || sorted.hasNext();
    }

    @Override
    public Group next() {
      Tuple2<String, JoinedImage> first = ahead == null ? sorted.next() : ahead;
      ahead = null;
      List<JoinedImage> found = new ArrayList<>();
      found.add(first._2());
      while (ahead == null && sorted.hasNext()) {
        Tuple2<String, JoinedImage> following = sorted.next();
        if (following._1().equals(first._1())) {
          found.add(following._2());
        } else {
          ahead = following;
        }
      }
      return new Group(first._1(), found);
    }
  }
}
