package org.g2face.photograph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.g2face.anonymize.Face;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.Outcome;
import org.g2face.tensor.Cosine;

/**
 * Anonymizes aligned faces, and lets none out that is still recognised: it is drawn again with
 * another dummy identity, until the attempts are used up, and then refused. A face of which the
 * subject is known has its new face and is not given another one.
 */
public final class CheckedCrops implements FaceTransform {
  /**
   * What {@link Outcome.Done#checks} tells: the judge's cosine of the new and the original face.
   */
  public static final String JUDGED_COSINE = "judged_cosine";

  private final FaceTransform crops;
  private final Embedder judge;
  private final double mostCosine;
  private final int attempts;

  /**
   * Takes over the networks, and closes them.
   *
   * @param judge opened for crops of the networks' size
   * @param mostCosine a face whose cosine to the original is not below it is still the same
   *     person's
   * @param attempts how often a face is drawn at most, at least 1
   */
  public CheckedCrops(FaceTransform crops, Embedder judge, double mostCosine, int attempts) {
    if (attempts < 1) {
      throw new IllegalArgumentException("a face takes at least one attempt");
    }
    this.crops = crops;
    this.judge = judge;
    this.mostCosine = mostCosine;
    this.attempts = attempts;
  }

  @Override
  public int size() {
    return crops.size();
  }

  @Override
  public List<Outcome> apply(List<Face> batch) throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    List<Outcome> first = crops.apply(batch);
    for (int i = 0; i < batch.size(); i++) {
      outcomes.add(checked(batch.get(i), first.get(i)));
    }
    return outcomes;
  }

  private Outcome checked(Face face, Outcome first) throws Exception {
    Outcome outcome = first;
    float[] original = null;
    int allowed = face.subject() == null ? attempts : 1;
    double cosine = Double.NaN;
    for (int attempt = 1; outcome instanceof Outcome.Done done; attempt++) {
      original = original == null ? judge.embed(face.image()) : original;
      cosine = Cosine.between(original, judge.embed(done.image()));
      if (cosine < mostCosine) {
        return told(done, cosine);
      }
      if (attempt == allowed) {
        return new Outcome.Failed(
            PhotographTransform.STILL_RECOGNISED,
            "the new face has the cosine %.3f to the original (after %d %s)"
                .formatted(cosine, allowed, allowed == 1 ? "attempt" : "attempts"));
      }
      outcome = crops.apply(List.of(again(face, attempt + 1))).get(0);
    }
    return outcome;
  }

  private static Face again(Face face, int attempt) {
    String id = face.imageId() + " attempt " + attempt;
    return new Face(id, face.name(), face.subject(), face.image());
  }

  private static Outcome told(Outcome.Done done, double cosine) {
    Map<String, Double> checks = new HashMap<>(done.checks());
    checks.put(JUDGED_COSINE, cosine);
    return new Outcome.Done(done.image(), done.dummyId(), checks, done.sealed(), done.whole());
  }

  @Override
  public void close() {
    crops.close();
    judge.close();
  }
}
