package org.g2face.jobs.shards;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import org.g2face.io.Sha256;

/** The split of a dataset that an image belongs to: training or validation. */
public enum Split {
  /** Training sees it. */
  TRAIN,
  /** Training never sees it. */
  VALIDATION;

  /**
   * The split of an image, which depends on nothing but its id: it stays when others come and go.
   *
   * @param validation the share of all ids that are for validation, 0 to 1
   */
  public static Split of(String id, double validation) {
    MessageDigest digest = Sha256.digest();
    byte[] hash = digest.digest(id.getBytes(StandardCharsets.UTF_8));
    // 53 bits: every value is exact as a double below 1.
    double place = (ByteBuffer.wrap(hash).getLong() >>> 11) * 0x1p-53;
    return place < validation ? VALIDATION : TRAIN;
  }

  /** The name of its folder, and of its part of the manifest. */
  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }
}
