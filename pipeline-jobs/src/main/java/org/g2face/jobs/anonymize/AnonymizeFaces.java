package org.g2face.jobs.anonymize;

import org.apache.spark.sql.SparkSession;
import org.g2face.jobs.output.FileNames;
import org.g2face.jobs.vault.Vault;

/** Replaces the identity of every face of a dataset, and hides the original one in it. */
public final class AnonymizeFaces extends FaceJob<AnonymizeFaces> {
  private Subjects subjects = Subjects.NOT_ASKED;

  /** A job on the given session. */
  public AnonymizeFaces(SparkSession spark) {
    super(spark, "anonymize", "anonymized");
  }

  /** Who is in which picture; by default nobody asks, and each gets a new face of its own. */
  public AnonymizeFaces subjects(Subjects subjects) {
    this.subjects = subjects;
    return this;
  }

  /** Where the encrypted originals go; by default nowhere. */
  public AnonymizeFaces vault(Vault.Terms vault) {
    keepOriginals(vault);
    return this;
  }

  @Override
  Labels labels(FileNames names) {
    return new Labels(names, subjects);
  }

  @Override
  AnonymizeFaces self() {
    return this;
  }
}
