package org.g2face.jobs.shards;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The order in which an epoch takes the row groups of a split. */
final class EpochOrder {
  /**
   * A row group.
   *
   * @param file of the shard, below the dataset's folder
   * @param index of the group in the file
   * @param images in it
   */
  record RowGroup(String file, int index, int images) {}

  /**
   * Images of one row group that follow each other.
   *
   * @param from the first, within the group
   * @param count how many
   */
  record Run(RowGroup group, int from, int count) {}

  private final List<RowGroup> groups;

  private EpochOrder(List<RowGroup> groups) {
    this.groups = groups;
  }

  /** The order of an epoch; the same on all ranks. */
  static EpochOrder of(List<Shard> shards, long seed, long epoch) {
    List<RowGroup> groups = new ArrayList<>();
    for (Shard shard : shards) {
      for (int i = 0; i < shard.rowGroups().size(); i++) {
        groups.add(new RowGroup(shard.file(), i, shard.rowGroups().get(i)));
      }
    }
    Collections.shuffle(groups, new Random(SeedMixing.mix(seed, epoch)));
    return new EpochOrder(groups);
  }

  /** The images at the places {@code start} to {@code start + count}, as runs. */
  List<Run> runs(long start, long count) {
    List<Run> runs = new ArrayList<>();
    long groupStart = 0;
    long end = start + count;
    for (RowGroup group : groups) {
      long from = Math.max(start, groupStart);
      long to = Math.min(end, groupStart + group.images());
      if (from < to) {
        runs.add(new Run(group, (int) (from - groupStart), (int) (to - from)));
      }
      groupStart += group.images();
    }
    return runs;
  }
}
