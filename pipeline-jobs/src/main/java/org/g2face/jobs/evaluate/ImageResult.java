package org.g2face.jobs.evaluate;

import java.io.Serializable;
import java.util.BitSet;
import java.util.List;

/**
 * The evaluation of one id.
 *
 * @param id of the original, or the key by which it was looked for
 * @param key by which its pictures were joined
 * @param compared whether there was an original to compare with
 * @param values in the order of the plan's columns; NaN where there is none
 * @param features of the original, then of each subject's anonymized picture, for each features
 *     network after the other; null where there are none
 * @param embeddings likewise for each recogniser; null unless the image belongs to a pair or to the
 *     gallery
 * @param passwords what was hidden in each subject's picture; null where that is not known
 * @param problems with its pictures
 */
record ImageResult(
    String id,
    String key,
    boolean compared,
    double[] values,
    float[][] features,
    float[][] embeddings,
    Password[] passwords,
    List<Problem> problems)
    implements Serializable {

  /**
   * What was hidden.
   *
   * @param identity the embedding
   * @param bits the password that it became
   * @param length of the password
   */
  record Password(float[] identity, BitSet bits, int length) implements Serializable {}

  /**
   * A picture that could not be compared.
   *
   * @param source in which dataset
   * @param reason a code for programs
   * @param detail the reason for a person; empty where the code says it all
   */
  record Problem(int source, String reason, String detail) implements Serializable {
    /** A problem of which there is no more to say. */
    Problem(int source, String reason) {
      this(source, reason, "");
    }
  }
}
