package org.g2face.audit;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How well a recogniser tells whose anonymized pictures they are, from the pictures alone: it takes
 * no model, so that any method can be judged by it.
 *
 * @param rankOne share of the anonymized faces whose nearest original is their own person's, 0 to 1
 * @param chance the same for a guess
 * @param accepted share that is accepted as the original's person where one pair of strangers in a
 *     thousand is, 0 to 1
 * @param cosine mean cosine of anonymized and original faces, the originals' mean taken away
 * @param parrot accuracy of the {@link ParrotAttack}, 0 to 1; empty where too few people have names
 */
public record Reidentification(
    double rankOne, double chance, double accepted, double cosine, OptionalDouble parrot) {

  /**
   * Measures.
   *
   * @param originals embeddings of at least two faces
   * @param anonymized embeddings of the same faces, in the same order
   * @param people whose they are, where that is known; the others are somebody else's each
   * @throws IllegalArgumentException if there are fewer than two faces
   */
  public static Reidentification of(
      List<float[]> originals, List<float[]> anonymized, List<Optional<String>> people) {
    if (originals.size() < 2) {
      throw new IllegalArgumentException("re-identification needs at least two faces");
    }
    Gallery gallery = new Gallery(originals, people);
    return new Reidentification(
        gallery.rankOne(anonymized),
        gallery.chance(),
        gallery.accepted(anonymized),
        gallery.meanCosine(anonymized),
        ParrotAttack.accuracy(people, anonymized));
  }
}
