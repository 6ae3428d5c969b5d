package org.g2face.jobs.cli;

import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.apache.spark.SparkConf;

/**
 * Keeps what Spark's processes tell each other from those who can read along.
 *
 * <p>Encryption needs a secret that all processes know. Where Spark hands one out by itself (local,
 * YARN, Kubernetes) it is switched on; a standalone cluster must be given one.
 */
final class SparkPrivacy {
  private static final String AUTHENTICATE = "spark.authenticate";
  private static final String SECRET = "spark.authenticate.secret";
  private static final String ENCRYPT = "spark.network.crypto.enabled";
  private static final int SECRET_BYTES = 32;

  private SparkPrivacy() {}

  /**
   * Sets what is not set.
   *
   * @param warnings told if nothing can be done without a secret
   */
  static void apply(SparkConf conf, PrintStream warnings) {
    String master = conf.get("spark.master");
    if (conf.contains(AUTHENTICATE)) {
      return;
    }
    boolean known = conf.contains(SECRET) || conf.contains(SECRET + ".file");
    if (!known && master.startsWith("local-cluster")) {
      byte[] secret = new byte[SECRET_BYTES];
      new SecureRandom().nextBytes(secret);
      conf.set(SECRET, HexFormat.of().formatHex(secret));
      known = true;
    }
    if (known || !needsSecret(master)) {
      conf.set(AUTHENTICATE, "true");
      conf.setIfMissing(ENCRYPT, "true");
    } else {
      warnings.println(
          "g2face: what the driver and the executors tell each other (names of files, no pixels)"
              + " is not encrypted; give the cluster and -D "
              + SECRET
              + " one secret, or accept"
              + " that with -D "
              + AUTHENTICATE
              + "=false");
    }
  }

  private static boolean needsSecret(String master) {
    return !master.matches("local(\\[.*])?|yarn|k8s://.*");
  }
}
