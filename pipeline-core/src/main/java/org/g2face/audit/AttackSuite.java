package org.g2face.audit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.g2face.anonymize.AuditedModel;
import org.g2face.audit.Trial.Shown;
import org.g2face.evaluate.PixelError;
import org.g2face.evaluate.Ssim;
import org.g2face.image.RgbImage;
import org.g2face.model.AuditMeasure;

/**
 * All attacks on a model, and what its keys bring back.
 *
 * @param judges say who is recognised
 */
public record AttackSuite(Recognisers judges) {

  /**
   * What was measured.
   *
   * @param worst of all judges, as a package keeps it
   * @param byJudge what each saw, by its name
   */
  public record Findings(
      Map<AuditMeasure, Double> worst, Map<String, Map<AuditMeasure, Double>> byJudge) {}

  /**
   * Tries a model on some faces.
   *
   * @param faces at least two
   * @param progress is told how many faces are done
   * @throws IOException if the model computed something that is no number
   */
  public Findings run(AuditedModel model, List<AuditedFace> faces, IntConsumer progress)
      throws IOException {
    if (faces.size() < 2) {
      throw new IllegalArgumentException("an audit needs at least two faces");
    }
    Exhibits exhibits = new Exhibits(model);
    Map<String, List<Trial>> trials = new LinkedHashMap<>();
    Quality quality = new Quality();
    for (int i = 0; i < faces.size(); i++) {
      AuditedFace face = faces.get(i);
      Map<Shown, RgbImage> shown =
          exhibits.of(face.id(), face.picture(), stranger(faces, i).picture());
      quality.add(face.picture(), Optional.ofNullable(shown.get(Shown.RECOVERED)));
      judged(shown)
          .forEach(
              (judge, trial) ->
                  trials.computeIfAbsent(judge, name -> new ArrayList<>()).add(trial));
      progress.accept(i + 1);
    }
    if (trials.isEmpty()) {
      throw new IllegalArgumentException("an audit needs a recogniser");
    }
    List<Optional<String>> people = faces.stream().map(AuditedFace::person).toList();
    Map<String, Map<AuditMeasure, Double>> byJudge = new LinkedHashMap<>();
    trials.forEach((judge, seen) -> byJudge.put(judge, numbers(seen, people)));
    Map<AuditMeasure, Double> worst = worst(byJudge.values());
    quality.tell(worst);
    return new Findings(worst, byJudge);
  }

  /** What each judge sees of the pictures of one face. */
  private Map<String, Trial> judged(Map<Shown, RgbImage> shown) {
    Map<String, Trial> judged = new LinkedHashMap<>();
    shown.forEach(
        (what, picture) ->
            judges
                .embed(picture)
                .forEach(
                    (judge, embedding) ->
                        judged
                            .computeIfAbsent(judge, name -> new Trial())
                            .embeddings()
                            .put(what, embedding)));
    return judged;
  }

  /** The next face that is not of the same person. */
  private static AuditedFace stranger(List<AuditedFace> faces, int of) {
    AuditedFace face = faces.get(of);
    for (int step = 1; step < faces.size(); step++) {
      AuditedFace other = faces.get((of + step) % faces.size());
      if (face.person().isEmpty() || !face.person().equals(other.person())) {
        return other;
      }
    }
    return faces.get((of + 1) % faces.size());
  }

  private static Map<AuditMeasure, Double> numbers(
      List<Trial> trials, List<Optional<String>> people) {
    Gallery gallery = new Gallery(all(trials, Shown.ORIGINAL), people);
    Map<AuditMeasure, Double> numbers = new EnumMap<>(AuditMeasure.class);
    List<float[]> originals = all(trials, Shown.ORIGINAL);
    Reidentification own = Reidentification.of(originals, all(trials, Shown.ANONYMIZED), people);
    numbers.put(AuditMeasure.RANK_1, own.rankOne());
    numbers.put(AuditMeasure.CHANCE, own.chance());
    numbers.put(AuditMeasure.ACCEPTED, own.accepted());
    numbers.put(AuditMeasure.COSINE, own.cosine());
    own.parrot().ifPresent(accuracy -> numbers.put(AuditMeasure.PARROT, accuracy));
    numbers.put(AuditMeasure.DUMMIES, dummies(gallery, trials));
    numbers.put(AuditMeasure.AGAIN, gallery.meanCosine(all(trials, Shown.AGAIN)));
    double keyless = Double.NEGATIVE_INFINITY;
    for (Shown shown : Shown.values()) {
      if (shown.keyless()) {
        keyless = Math.max(keyless, gallery.meanCosine(all(trials, shown)));
      }
    }
    numbers.put(AuditMeasure.WRONG_KEY, keyless);
    numbers.put(AuditMeasure.RECOVERED, gallery.meanCosine(all(trials, Shown.RECOVERED)));
    Reidentification blurred = Reidentification.of(originals, all(trials, Shown.BLURRED), people);
    numbers.put(AuditMeasure.BLUR_RANK_1, blurred.rankOne());
    blurred.parrot().ifPresent(accuracy -> numbers.put(AuditMeasure.BLUR_PARROT, accuracy));
    Reidentification mosaic = Reidentification.of(originals, all(trials, Shown.MOSAIC), people);
    numbers.put(AuditMeasure.MOSAIC_RANK_1, mosaic.rankOne());
    mosaic.parrot().ifPresent(accuracy -> numbers.put(AuditMeasure.MOSAIC_PARROT, accuracy));
    // Where nothing came back at all there is nothing to say of it.
    numbers.values().removeIf(value -> !Double.isFinite(value));
    return numbers;
  }

  private static double dummies(Gallery gallery, List<Trial> trials) {
    double sum = 0;
    for (Trial trial : trials) {
      sum +=
          Gallery.dot(
              gallery.direction(trial.embeddings().get(Shown.ANONYMIZED)),
              gallery.direction(trial.embeddings().get(Shown.OTHER_DUMMY)));
    }
    return sum / trials.size();
  }

  /** Null for a picture that could not be made. */
  private static List<float[]> all(List<Trial> trials, Shown shown) {
    List<float[]> all = new ArrayList<>();
    trials.forEach(trial -> all.add(trial.embeddings().get(shown)));
    return all;
  }

  private static Map<AuditMeasure, Double> worst(Iterable<Map<AuditMeasure, Double>> judges) {
    Map<AuditMeasure, Double> worst = new EnumMap<>(AuditMeasure.class);
    for (Map<AuditMeasure, Double> numbers : judges) {
      numbers.forEach(
          (measure, value) ->
              worst.merge(measure, value, measure.lowerIsBetter() ? Math::max : Math::min));
    }
    return worst;
  }

  /** How like the originals the recovered pictures look, with the keys. */
  private static final class Quality {
    private int faces;
    private int opened;
    private double psnr;
    private double ssim;

    void add(RgbImage original, Optional<RgbImage> recovered) {
      faces++;
      recovered.ifPresent(
          picture -> {
            opened++;
            psnr += PixelError.between(original, picture).psnr();
            ssim += Ssim.between(original, picture);
          });
    }

    void tell(Map<AuditMeasure, Double> numbers) {
      numbers.put(AuditMeasure.OPENED, (double) opened / faces);
      if (opened > 0) {
        numbers.put(AuditMeasure.PSNR, psnr / opened);
        numbers.put(AuditMeasure.SSIM, ssim / opened);
      }
    }
  }
}
