package org.g2face.jobs.anonymize;

import org.apache.spark.sql.SparkSession;
import org.g2face.anonymize.FaceTransformProvider;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.output.FileNames;
import org.g2face.jobs.vault.Vault;

/** Replaces the identity of every face of a dataset, and hides the original one in it. */
public final class AnonymizeFaces extends FaceJob<AnonymizeFaces> {
  private Subjects subjects = Subjects.NOT_ASKED;
  private boolean acceptWeakModel;

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

  /**
   * Whether a model is used whose faces are recognised, come back without the keys, or were never
   * measured; by default not. The manifest then says so.
   */
  public AnonymizeFaces acceptWeakModel(boolean accept) {
    this.acceptWeakModel = accept;
    return this;
  }

  @Override
  void requireUsable(FaceTransformProvider networks) {
    if (!acceptWeakModel && !networks.objections().isEmpty()) {
      throw new UsageException(
          "the model does not keep its promise: "
              + String.join("; ", networks.objections())
              + ". Take another one, measure it with g2face model audit, or accept with"
              + " --accept-weak-model that people may be recognised, which the manifest will say");
    }
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
