package org.g2face.jobs.anonymize;

import org.apache.spark.sql.SparkSession;

/** Replaces the identity of every face of a dataset, and hides the original one in it. */
public final class AnonymizeFaces extends FaceJob<AnonymizeFaces> {
  /** A job on the given session. */
  public AnonymizeFaces(SparkSession spark) {
    super(spark, "anonymize", "anonymized");
  }

  @Override
  AnonymizeFaces self() {
    return this;
  }
}
