package org.g2face.jobs.vault;

import com.typesafe.config.Config;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.SparkWork;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.dataset.ImageDataset;
import org.g2face.jobs.dataset.InputOptions;
import org.g2face.jobs.dataset.Limits;
import org.g2face.jobs.keys.Ticket;
import org.g2face.jobs.output.Counts;
import org.g2face.jobs.output.DatasetFolder;
import org.g2face.jobs.output.FileNames;
import org.g2face.jobs.output.Layout;
import org.g2face.jobs.output.Manifest;
import org.g2face.jobs.output.StagedOutput;
import org.g2face.jobs.output.TaskOutput;

/**
 * Brings the originals of a vault back, bit by bit.
 *
 * @param vault URI of the vault
 * @param ticket for its keys
 * @param output URI of the folder that will hold the originals
 * @param layout what that is made of
 * @param overwrite whether it may replace another one
 */
public record RestoreOriginals(
    SparkSession spark,
    String vault,
    Ticket ticket,
    String output,
    Layout layout,
    boolean overwrite) {

  /** What was put into a vault was within the limits of its job, whatever they were. */
  private static final Limits LIMITS = new Limits(Limits.standard().pixels(), Integer.MAX_VALUE, 1);

  /**
   * Runs the job to its end. Rows that do not open become rows of {@code quarantine/}.
   *
   * @param configuration to be recorded, with its secrets masked
   * @throws UsageException if there is no vault
   * @throws JobFailedException if it stopped before its end; nothing is visible
   */
  public RestoreResult run(Config configuration) {
    Instant started = Instant.now();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    String dataset = Vault.datasetOf(vault, hadoop);
    try (StagedOutput staged = StagedOutput.create(output, hadoop, overwrite)) {
      ImageDataset rows =
          ImageDataset.list(
              spark,
              List.of(new Path(vault, Vault.ORIGINALS).toString()),
              new InputOptions(
                  VaultWriter.SEALED,
                  Optional.of(VaultWriter.IMAGE_ID),
                  false,
                  InputOptions.standard().imagesPerTask(),
                  InputOptions.standard().bytesPerTask()),
              staged.scratch());
      FileNames names = FileNames.KEPT;
      if (layout.writesFiles() && rows.wouldCollide(names)) {
        throw new UsageException(
            "some ids differ only in upper and lower case, which not every store can tell apart;"
                + " use --layout parquet");
      }
      RestoreTask task =
          new RestoreTask(
              ticket, dataset, staged.staging().toUri().toString(), layout, LIMITS, rows.hadoop());
      List<TaskOutput> tasks =
          SparkWork.run(
              JavaSparkContext.fromSparkContext(spark.sparkContext()),
              "g2face restore",
              () -> rows.tasks().map(task::run).collect());
      Counts counts = Counts.of(rows.images() + rows.ignored(), tasks);
      if (!counts.addUp()) {
        throw new JobFailedException("originals were lost or came twice: " + counts, null);
      }
      staged.adopt(tasks);
      staged.write(
          DatasetFolder.MANIFEST,
          new Manifest(
                  "restore",
                  List.of(vault),
                  layout,
                  "none",
                  names,
                  counts,
                  started,
                  Instant.now(),
                  configuration,
                  null)
              .toJson());
      staged.publish();
      return new RestoreResult(
          staged.target().toString(), counts.published(), counts.quarantined());
    } catch (IOException e) {
      throw new JobFailedException("cannot write " + output + ": " + e.getMessage(), e);
    }
  }
}
