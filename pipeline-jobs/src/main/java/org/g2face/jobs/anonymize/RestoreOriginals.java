package org.g2face.jobs.anonymize;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.FaceTransformProvider;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.input.ImageDataset;
import org.g2face.jobs.input.InputOptions;
import org.g2face.jobs.keys.KeyHandle;
import org.g2face.jobs.output.FileNames;
import org.g2face.jobs.output.version.WorkFolder;
import org.g2face.jobs.progress.Progress;
import org.g2face.jobs.vault.Vault;
import org.g2face.jobs.vault.VaultTask;
import org.g2face.jobs.vault.VaultWriter;

/**
 * Brings the originals of a vault back, bit by bit. Rows that do not open become rows of {@code
 * quarantine/}.
 */
public final class RestoreOriginals extends FaceJob<RestoreOriginals> {
  /** What stands where others name their networks. */
  static final String NO_MODEL = "none";

  private final KeyHandle ticket;
  private final String dataset;

  /**
   * A job on the given session.
   *
   * @param vault URI of the vault
   * @param ticket for its keys
   * @throws UsageException if there is no vault
   */
  public RestoreOriginals(SparkSession spark, String vault, KeyHandle ticket) {
    super(spark, "restore", "restored");
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    this.ticket = ticket;
    this.dataset = Vault.datasetOf(vault, hadoop);
    transform(new NoNetworks(dataset));
  }

  /** How a vault's rows are read. */
  public static InputOptions reading(InputOptions options) {
    return new InputOptions(
        VaultWriter.SEALED,
        Optional.of(VaultWriter.IMAGE_ID),
        false,
        options.imagesPerTask(),
        options.bytesPerTask());
  }

  /** Where a vault's rows are. */
  public static List<String> rows(String vault) {
    return List.of(vault + "/" + Vault.ORIGINALS);
  }

  @Override
  FileNames fileNames(ImageDataset rows) {
    if (layout().writesFiles() && rows.wouldCollide(FileNames.KEPT)) {
      throw new UsageException(
          "some ids differ only in upper and lower case, or are folders of others, which stores"
              + " cannot keep beside each other; use --layout parquet");
    }
    return FileNames.KEPT;
  }

  @Override
  SplitTask task(
      ImageDataset rows, WorkFolder work, FileNames names, VaultTask vault, Progress progress) {
    return new RestoreTask(
        ticket, dataset, work, layout(), names, rows.hadoop(), progress.done(), progress.refused());
  }

  @Override
  Labels labels(FileNames names) {
    return Labels.published();
  }

  @Override
  RestoreOriginals self() {
    return this;
  }

  /** Nothing is computed. */
  private record NoNetworks(String dataset) implements FaceTransformProvider {
    @Override
    public String model() {
      return NO_MODEL;
    }

    @Override
    public Map<String, String> settings() {
      return Map.of("vault of", dataset);
    }

    @Override
    public FaceTransform open() {
      throw new IllegalStateException("originals are not transformed");
    }
  }
}
