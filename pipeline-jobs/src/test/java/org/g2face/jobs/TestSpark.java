package org.g2face.jobs;

import org.apache.spark.sql.SparkSession;

/** One Spark session for all tests of the module. */
public final class TestSpark {
  private static SparkSession session;

  private TestSpark() {}

  /** Makes room for another session. */
  public static synchronized void stop() {
    if (session != null) {
      session.stop();
      session = null;
    }
  }

  /** The session; it ends with the process. */
  public static synchronized SparkSession session() {
    if (session == null || session.sparkContext().isStopped()) {
      session =
          SparkSession.builder()
              .master("local[2]")
              .appName("tests")
              .config("spark.ui.enabled", "false")
              .config("spark.sql.shuffle.partitions", "2")
              .config("spark.io.encryption.enabled", "true")
              .getOrCreate();
    }
    return session;
  }
}
