package org.g2face.model;

import java.util.OptionalDouble;

/**
 * A number of a privacy audit: what an attack on a model's anonymized pictures reaches, or what the
 * keys bring back. Cosines are those of embeddings from which the mean of the audited originals was
 * taken.
 */
public enum AuditMeasure {
  /** Share of the anonymized faces whose nearest original, of all audited ones, is their own. */
  RANK_1("rank-1", "known among the originals", 0.05),
  /** What a guess would reach. */
  CHANCE("chance", "known by chance"),
  /** Share that is accepted as the same person where one in 1,000 strangers is. */
  ACCEPTED("accepted", "accepted as the same person at FAR 1e-3"),
  /** Mean cosine of the anonymized and the original face. */
  COSINE("cosine", "cosine to the original"),
  /** Accuracy of a recogniser that knows anonymized pictures of the same people. */
  PARROT("parrot", "known by a recogniser that learned from anonymized pictures"),
  /** Mean cosine of two anonymizations of one face with different dummies. */
  DUMMIES("dummies", "cosine of two dummies of one face"),
  /**
   * Mean cosine to the original of what is recovered without the keys, of the best of the attacks:
   * another person's, a random or no embedding, with random bits, none, or those that can be read.
   */
  WRONG_KEY("wrong-key", "cosine to the original, recovered without the keys", 0.15),
  /** Mean cosine to the original after the anonymized face was anonymized again. */
  AGAIN("again", "cosine to the original, anonymized again"),
  /** Mean cosine to the original of what is recovered with the keys. */
  RECOVERED("recovered", "cosine to the original, recovered with the keys"),
  /** Share of the faces that the keys bring back at all. */
  OPENED("opened", "payloads that open with the keys"),
  /** Of recovered faces, in decibels. */
  PSNR("psnr", "PSNR of recovered faces, dB"),
  /** Of recovered faces. */
  SSIM("ssim", "SSIM of recovered faces"),
  /** {@link #RANK_1} of a Gaussian blur of 8 % of the side. */
  BLUR_RANK_1("blur-rank-1", "a blur, known among the originals"),
  /** {@link #RANK_1} of a mosaic of 8 x 8 cells. */
  MOSAIC_RANK_1("mosaic-rank-1", "a mosaic, known among the originals"),
  /** {@link #PARROT} against the blur. */
  BLUR_PARROT("blur-parrot", "a blur, known by a recogniser that learned from blurred pictures"),
  /** {@link #PARROT} against the mosaic. */
  MOSAIC_PARROT("mosaic-parrot", "a mosaic, known by one that learned from mosaics");

  private final String key;
  private final String label;
  private final OptionalDouble bound;

  AuditMeasure(String key, String label) {
    this.key = key;
    this.label = label;
    this.bound = OptionalDouble.empty();
  }

  AuditMeasure(String key, String label, double bound) {
    this.key = key;
    this.label = label;
    this.bound = OptionalDouble.of(bound);
  }

  /** Its name in {@code model.conf}. */
  public String key() {
    return key;
  }

  /** A few words for a person. */
  public String label() {
    return label;
  }

  /** The largest value of a model that may be used without further ado; empty if any will do. */
  public OptionalDouble bound() {
    return bound;
  }

  /** Whether the smaller of two numbers is the better one. */
  public boolean lowerIsBetter() {
    return switch (this) {
      case RECOVERED, OPENED, PSNR, SSIM -> false;
      default -> true;
    };
  }

  /** Whether it describes the model and not what it is compared with. */
  public boolean ofModel() {
    return this != CHANCE && !key.startsWith("blur-") && !key.startsWith("mosaic-");
  }
}
