package org.g2face.jobs.evaluate;

import java.util.Map;
import java.util.Optional;
import org.g2face.anonymize.PayloadProbe.Finding;
import org.g2face.anonymize.PayloadProbe.Likeness;
import org.g2face.evaluate.EvaluationNetworks;
import org.g2face.evaluate.FaceAnalysis;
import org.g2face.evaluate.PixelError;
import org.g2face.evaluate.Ssim;
import org.g2face.image.RgbImage;
import org.g2face.jobs.evaluate.measure.Measure;
import org.g2face.tensor.Cosine;

/**
 * An original beside what one model made of it.
 *
 * @param judges for what is asked of two pictures at once
 * @param anonymized what was seen of the original and of the anonymized picture, or null
 * @param recovered the same for the recovered picture, or null
 * @param password what was read from the anonymized picture
 */
record Comparison(
    EvaluationNetworks judges, Seen anonymized, Seen recovered, Optional<Finding> password) {

  /** Two pictures of one size, and what judges saw in them. */
  record Seen(
      RgbImage originalPicture, RgbImage picture, FaceAnalysis original, FaceAnalysis made) {}

  /**
   * One number.
   *
   * @return NaN if it cannot be told
   */
  double value(Measure measure, String network) {
    return switch (measure) {
      case MAE, SSIM, PSNR, LPIPS, RECOVERED_COSINE ->
          recovered == null ? Double.NaN : ofRecovered(measure, network);
      case BIT_ERROR_RATE -> password.flatMap(Finding::bitErrorRate).orElse(Double.NaN);
      case FLOAT_ERROR ->
          password.flatMap(Finding::opened).map(Likeness::meanSquare).orElse(Double.NaN);
      case EMBEDDING_COSINE ->
          password.flatMap(Finding::opened).map(Likeness::cosine).orElse(Double.NaN);
      case OPENING_RATE -> share(password.map(found -> found.opened().isPresent()));
      case ARRIVAL_RATE -> share(password.flatMap(Finding::arrived));
      default -> anonymized == null ? Double.NaN : ofAnonymized(measure, network);
    };
  }

  private static double share(Optional<Boolean> holds) {
    return holds.map(it -> it ? 1.0 : 0.0).orElse(Double.NaN);
  }

  private double ofAnonymized(Measure measure, String network) {
    FaceAnalysis a = anonymized.original();
    FaceAnalysis b = anonymized.made();
    return switch (measure) {
      case IDENTITY_COSINE -> cosine(a.identities(), b.identities(), network);
      case DETECTION_RATE -> b.boxes().containsKey(network) ? 1 : 0;
      case BOX_DISTANCE -> distance(a.boxes(), b.boxes(), network);
      case SHAPE_DISTANCE -> distance(a.shapes(), b.shapes(), network);
      case EXPRESSION_DISTANCE -> distance(a.expressions(), b.expressions(), network);
      case POSE_DISTANCE -> distance(a.turns(), b.turns(), network);
      case LANDMARK_DISTANCE ->
          both(a.points(), b.points(), network)
              ? FaceAnalysis.meanDistance(a.points().get(network), b.points().get(network))
              : Double.NaN;
      default -> throw new IllegalArgumentException(measure + " is not of one image");
    };
  }

  private double ofRecovered(Measure measure, String network) {
    RgbImage a = recovered.originalPicture();
    RgbImage b = recovered.picture();
    return switch (measure) {
      case MAE -> PixelError.between(a, b).meanAbsolute();
      case PSNR -> psnr(a, b);
      case SSIM -> Ssim.between(a, b);
      case LPIPS -> judges.unlikeness(network, recovered.original(), recovered.made());
      default -> cosine(recovered.original().identities(), recovered.made().identities(), network);
    };
  }

  /** Equal pictures count as if they differed as little as two pictures can. */
  private static double psnr(RgbImage a, RgbImage b) {
    PixelError error = PixelError.between(a, b);
    double least = 1.0 / ((double) a.width() * a.height() * RgbImage.CHANNELS);
    return new PixelError(error.meanAbsolute(), Math.max(error.meanSquare(), least)).psnr();
  }

  private static double cosine(Map<String, float[]> a, Map<String, float[]> b, String network) {
    return both(a, b, network) ? Cosine.between(a.get(network), b.get(network)) : Double.NaN;
  }

  private static double distance(Map<String, float[]> a, Map<String, float[]> b, String network) {
    return both(a, b, network) ? FaceAnalysis.distance(a.get(network), b.get(network)) : Double.NaN;
  }

  private static boolean both(Map<String, ?> a, Map<String, ?> b, String network) {
    return a.containsKey(network) && b.containsKey(network);
  }
}
