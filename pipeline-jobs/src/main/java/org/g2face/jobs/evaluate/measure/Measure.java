package org.g2face.jobs.evaluate.measure;

import java.util.Locale;

/** The measures of an evaluation. */
public enum Measure {
  /**
   * Share of the pairs of one person that are accepted at the false accept rate of the row's note.
   */
  TRUE_ACCEPTANCE("TAR", Better.LOWER),
  /** Share of the anonymized faces of a sample whose nearest original is their own person's. */
  RANK_ONE("Rank-1", Better.LOWER),
  /** The same for a guess. */
  CHANCE("Rank-1 by chance", Better.NEITHER),
  /**
   * Share of the anonymized faces of a sample that are accepted as their original's person where
   * one pair of strangers in a thousand is.
   */
  ACCEPTANCE("Accepted at FAR 1e-3", Better.LOWER),
  /** Share that a recogniser names which knows half of each person's anonymized pictures. */
  PARROT("Parrot attack", Better.LOWER),
  /** Cosine of the embeddings of the original and the anonymized face. */
  IDENTITY_COSINE("Identity cosine", Better.LOWER),
  /** Fréchet distance of the features of all original and all anonymized faces. */
  FRECHET_DISTANCE("Fréchet distance", Better.LOWER),
  /** Share of the anonymized pictures in which a face is found. */
  DETECTION_RATE("Face detection", Better.HIGHER),
  /** Distance of the four numbers left, top, right, bottom of the faces' boxes, in pixels. */
  BOX_DISTANCE("Box distance", Better.LOWER),
  /** Mean distance of the landmarks, in pixels. */
  LANDMARK_DISTANCE("Landmark distance", Better.LOWER),
  /** Distance of the shape coefficients. */
  SHAPE_DISTANCE("Shape distance", Better.LOWER),
  /** Distance of the expression coefficients. */
  EXPRESSION_DISTANCE("Expression distance", Better.LOWER),
  /** Distance of yaw, pitch and roll, in degrees. */
  POSE_DISTANCE("Pose distance", Better.LOWER),
  /** Share of the password's bits that are read wrongly. */
  BIT_ERROR_RATE("Bit error rate", Better.LOWER),
  /** The same for a reader that answers each bit's majority and never looks at the picture. */
  BLIND_BIT_ERROR_RATE("Bit error rate, blind", Better.NEITHER),
  /** Mean square error of the embedding's coordinates that are read. */
  FLOAT_ERROR("Float MSE", Better.LOWER),
  /** The same for a reader that answers the mean embedding and never looks at the picture. */
  BLIND_FLOAT_ERROR("Float MSE, blind", Better.NEITHER),
  /** Cosine of the original's embedding and the one that is read. */
  EMBEDDING_COSINE("Embedding cosine", Better.HIGHER),
  /** Share of the hidden passwords that can be opened. */
  OPENING_RATE("Payload opening", Better.HIGHER),
  /** Share of the sealed passwords that are read in full, by their checksums. */
  ARRIVAL_RATE("Payload arrival", Better.HIGHER),
  /** Mean absolute difference of levels, as a share of 255. */
  MAE("MAE", Better.LOWER),
  /** Learned perceptual distance. */
  LPIPS("LPIPS", Better.LOWER),
  /** Structural similarity. */
  SSIM("SSIM", Better.HIGHER),
  /**
   * Peak signal-to-noise ratio in decibels; of equal pictures that of the least difference that
   * there is.
   */
  PSNR("PSNR", Better.HIGHER),
  /** Cosine of the embeddings of the original and the recovered face. */
  RECOVERED_COSINE("Recovered cosine", Better.HIGHER),
  /** Floating-point operations for one image, two for each multiply-add. */
  OPERATIONS("FLOPs", Better.LOWER),
  /** Parameters that were trained. */
  PARAMETERS("Parameters", Better.LOWER),
  /** Seconds to anonymize one image. */
  SECONDS_PER_IMAGE("Time (s)", Better.LOWER),
  /** Largest resident memory of the process that was timed, in bytes. */
  PEAK_MEMORY("Peak memory", Better.LOWER),
  /** Mean cosine distance of two dummies of one face. */
  SPREAD_WITHIN("Spread within sources", Better.HIGHER),
  /** Mean cosine distance of dummies of two faces. */
  SPREAD_BETWEEN("Spread between sources", Better.HIGHER);

  /** In which direction a number improves. */
  public enum Better {
    LOWER,
    HIGHER,
    NEITHER
  }

  private final String label;
  private final Better better;

  Measure(String label, Better better) {
    this.label = label;
    this.better = better;
  }

  /** What stands in the column {@code measure}: the name in lower case. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A heading for a person. */
  public String label() {
    return label;
  }

  /** In which direction it improves. */
  public Better better() {
    return better;
  }

  /**
   * @throws IllegalArgumentException if no measure has this key
   */
  public static Measure of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
