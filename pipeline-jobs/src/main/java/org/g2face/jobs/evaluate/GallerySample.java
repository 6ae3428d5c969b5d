package org.g2face.jobs.evaluate;

import java.io.Serializable;
import java.util.Optional;
import org.g2face.jobs.anonymize.Subjects;

/**
 * The images among which anonymized faces are looked for. All pictures of a person whose name is
 * known are in it, or none.
 *
 * @param share of the images, 0 to 1; about that, since a hash decides
 * @param seed of the hashes
 * @param people who is in which image
 */
record GallerySample(double share, String seed, Subjects people) implements Serializable {
  private static final int UNUSED_BITS = 11;

  /** About so many of the images, and all of them if there are no more. */
  static GallerySample of(int count, long images, String seed, Subjects people) {
    return new GallerySample(Math.min(1, (double) count / Math.max(1, images)), seed, people);
  }

  /** Who is in an original. */
  Optional<String> person(String id) {
    return people.of(id);
  }

  boolean holds(String id) {
    long hash = Sample.hash(seed, person(id).orElse(id));
    return (hash >>> UNUSED_BITS) * 0x1p-53 < share;
  }
}
