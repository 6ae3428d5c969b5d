package org.g2face.jobs.anonymize;

import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.util.LongAccumulator;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.input.InputSplit;
import org.g2face.jobs.output.SplitOutput;
import org.g2face.jobs.output.SplitRecords;
import org.g2face.jobs.output.version.WorkFolder;

/** The Spark task of one pack. */
interface SplitTask extends Serializable {
  /** What a pack becomes; if an attempt of this or an earlier run has finished it, that. */
  SplitOutput run(InputSplit pack) throws IOException, InterruptedException;

  /** One attempt at a pack. */
  interface Attempt {
    SplitOutput run() throws IOException, InterruptedException;
  }

  /**
   * Makes an attempt unless one has finished before, and records it.
   *
   * @param work where finished packs are kept
   * @param done counts what needs no attempt
   */
  static SplitOutput once(
      InputSplit pack,
      WorkFolder work,
      Configuration configuration,
      LongAccumulator done,
      Attempt attempt)
      throws IOException, InterruptedException {
    SplitRecords records = new SplitRecords(work.packs(), configuration);
    Optional<SplitOutput> before = records.find(pack.number());
    if (before.isPresent()) {
      done.add(pack.count());
      return before.get();
    }
    SplitOutput written = attempt.run();
    if (written.inputs() != pack.count()) {
      throw new JobFailedException(
          "%d images have become %d: %s".formatted(pack.count(), written.inputs(), written), null);
    }
    return records.record(written);
  }
}
