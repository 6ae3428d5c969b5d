package org.g2face.jobs.ingest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.g2face.jobs.output.TaskOutput;
import org.g2face.jobs.shards.Shard;
import org.g2face.jobs.shards.Split;

/**
 * The shards that one task has written and closed.
 *
 * @param shards by split, still where the attempt wrote them
 * @param others counts of everything, and the file of what was quarantined
 */
record PackedTask(Map<Split, List<Shard>> shards, TaskOutput others) implements Serializable {

  /** The shards of many tasks, in their order. */
  static List<Shard> of(Split split, List<PackedTask> tasks) {
    List<Shard> all = new ArrayList<>();
    tasks.forEach(task -> all.addAll(task.shards.getOrDefault(split, List.of())));
    return all;
  }
}
