package org.g2face.jobs.output;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.Serializable;
import java.util.List;
import java.util.TreeMap;

/**
 * The record of a finished pack: the record that is written when a task has closed all its files.
 *
 * @param pack the pack's number, from 0
 * @param attempt the folder of the attempt, below the job's attempts
 * @param files its Parquet files
 * @param published images in them
 * @param quarantined images that are not, by reason
 * @param ignored files that do not claim to be images
 */
public record SplitOutput(
    int pack,
    String attempt,
    List<DataFile> files,
    long published,
    TreeMap<String, Long> quarantined,
    long ignored)
    implements Serializable, Counted {

  /**
   * A Parquet file.
   *
   * @param folder of the dataset that it belongs to, which also names it within the attempt
   * @param bytes its length
   * @param rows in it
   * @param sha256 in hexadecimal
   */
  public record DataFile(String folder, long bytes, long rows, String sha256)
      implements Serializable {

    /** The name within the folder of its attempt. */
    String attemptName() {
      return folder + ".parquet";
    }
  }

  /** The name that each of its files has within the dataset. */
  @JsonIgnore
  public String partName() {
    return "part-%06d.parquet".formatted(pack);
  }

  /** Inputs that it accounts for. */
  @JsonIgnore
  public long inputs() {
    return published + quarantined.values().stream().mapToLong(Long::longValue).sum() + ignored;
  }
}
