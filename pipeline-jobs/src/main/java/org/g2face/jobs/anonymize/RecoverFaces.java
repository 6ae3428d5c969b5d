package org.g2face.jobs.anonymize;

import org.apache.spark.sql.SparkSession;
import org.g2face.jobs.output.FileNames;

/** Brings the original faces of an anonymized dataset back, from its images alone. */
public final class RecoverFaces extends FaceJob<RecoverFaces> {
  /** A job on the given session. */
  public RecoverFaces(SparkSession spark) {
    super(spark, "recover", "recovered");
  }

  @Override
  Labels labels(FileNames names) {
    return Labels.published();
  }

  @Override
  RecoverFaces self() {
    return this;
  }
}
