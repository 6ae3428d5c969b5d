package org.g2face.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GalleryTest {
  private static final int PEOPLE = 60;

  /** Directions of people, all about a large common part, as some recognisers give them. */
  private static List<float[]> people(int seed) {
    Random random = new Random(seed);
    List<float[]> people = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      float[] person = new float[32];
      for (int k = 0; k < person.length; k++) {
        person[k] = (float) random.nextGaussian() + (k == 0 ? 40 : 0);
      }
      people.add(person);
    }
    return people;
  }

  @Test
  void everybodyIsKnownByTheOwnPicture() {
    Gallery gallery = new Gallery(people(1));
    assertThat(gallery.rankOne(people(1))).isEqualTo(1);
    assertThat(gallery.accepted(people(1))).isEqualTo(1);
    assertThat(gallery.meanCosine(people(1))).isCloseTo(1, within(1e-6));
  }

  @Test
  void strangersAreKnownByChanceAndTheirCommonPartDoesNotCount() {
    Gallery gallery = new Gallery(people(1));
    assertThat(gallery.chance()).isCloseTo(1.0 / PEOPLE, within(1e-12));
    assertThat(gallery.rankOne(people(2))).isLessThan(0.1);
    assertThat(gallery.accepted(people(2))).isLessThan(0.1);
    assertThat(gallery.meanCosine(people(2))).isCloseTo(0, within(0.1));
  }

  @Test
  void anotherPictureOfThePersonCountsAsThePerson() {
    List<float[]> originals = people(1);
    List<float[]> swapped = new ArrayList<>(originals);
    swapped.set(0, originals.get(1));
    swapped.set(1, originals.get(0));
    assertThat(new Gallery(originals).rankOne(swapped)).isEqualTo((PEOPLE - 2.0) / PEOPLE);

    List<Optional<String>> names = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      names.add(i < 2 ? Optional.of("ada") : Optional.empty());
    }
    Gallery named = new Gallery(originals, names);
    assertThat(named.rankOne(swapped)).isEqualTo(1);
    assertThat(named.chance()).isCloseTo((PEOPLE + 2.0) / (PEOPLE * PEOPLE), within(1e-12));
  }

  @Test
  void picturesThatCouldNotBeMadeDoNotCount() {
    List<float[]> some = new ArrayList<>(people(1));
    some.set(3, null);
    assertThat(new Gallery(people(1)).meanCosine(some)).isCloseTo(1, within(1e-6));
  }
}
