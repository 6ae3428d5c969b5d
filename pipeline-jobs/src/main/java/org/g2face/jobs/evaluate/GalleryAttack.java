package org.g2face.jobs.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.g2face.audit.Reidentification;
import org.g2face.jobs.evaluate.measure.Measure;
import org.g2face.jobs.evaluate.measure.Table;

/**
 * The attack on pictures alone: each recogniser looks for the anonymized faces of a sample among
 * the originals of the sample.
 *
 * @param looks embeddings of the images of the sample, in no order
 */
record GalleryAttack(EvaluationPlan plan, GallerySample sample, List<Look> looks) {

  /** The embeddings of one image: see {@link ImageResult#embeddings}. */
  private record Look(String id, float[][] embeddings) implements java.io.Serializable {}

  static GalleryAttack of(JavaRDD<ImageResult> results, EvaluationPlan plan, GallerySample sample) {
    List<Look> looks =
        results
            .filter(result -> result.embeddings() != null && sample.holds(result.id()))
            .map(result -> new Look(result.id(), result.embeddings()))
            .collect();
    return new GalleryAttack(plan, sample, looks);
  }

  /** Adds what the recognisers find of each subject. */
  void tell(Rows rows) {
    for (int network = 0; network < plan.recognisers().size(); network++) {
      for (int subject = 0; subject < plan.subjects(); subject++) {
        if (plan.anonymized().get(subject)) {
          tell(rows, network, subject);
        }
      }
    }
  }

  private void tell(Rows rows, int network, int subject) {
    int original = network * (1 + plan.subjects());
    List<float[]> originals = new ArrayList<>();
    List<float[]> anonymized = new ArrayList<>();
    List<Optional<String>> people = new ArrayList<>();
    for (Look look : looks) {
      float[] before = look.embeddings()[original];
      float[] after = look.embeddings()[original + 1 + subject];
      if (before != null && after != null) {
        originals.add(before);
        anonymized.add(after);
        people.add(sample.person(look.id()));
      }
    }
    Optional<Reidentification> found =
        originals.size() < 2
            ? Optional.empty()
            : Optional.of(Reidentification.of(originals, anonymized, people));
    Rows.Place place = rows.place(Table.PRIVACY, plan.recognisers().get(network), subject);
    int count = originals.size();
    place.add(Measure.RANK_ONE, found.map(Reidentification::rankOne), count);
    place.add(Measure.CHANCE, found.map(Reidentification::chance), count);
    place.add(Measure.ACCEPTANCE, found.map(Reidentification::accepted), count);
    if (sample.people().asked()) {
      place.add(
          Measure.PARROT,
          found.flatMap(
              all ->
                  all.parrot().isPresent()
                      ? Optional.of(all.parrot().getAsDouble())
                      : Optional.empty()),
          people.stream().filter(Optional::isPresent).count());
    }
  }
}
