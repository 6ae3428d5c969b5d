package org.g2face.jobs.shards;

import java.io.Serializable;
import java.util.List;

/**
 * A Parquet file of faces.
 *
 * @param file its path below the dataset's folder, such as {@code train/000000.parquet}
 * @param bytes its length
 * @param sha256 of its content, in hexadecimal
 * @param rowGroups how many images each of its row groups holds
 */
public record Shard(String file, long bytes, String sha256, List<Integer> rowGroups)
    implements Serializable {

  public Shard {
    rowGroups = List.copyOf(rowGroups);
  }

  /** Images in the file. */
  public long images() {
    return rowGroups.stream().mapToLong(Integer::longValue).sum();
  }
}
