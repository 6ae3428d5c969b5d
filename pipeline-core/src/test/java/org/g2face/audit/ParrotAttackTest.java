package org.g2face.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParrotAttackTest {
  private final List<Optional<String>> people = new ArrayList<>();

  /** Four pictures of each of ten people, of which a share of the person is left. */
  private List<float[]> pictures(double left) {
    Random random = new Random(3);
    List<float[]> pictures = new ArrayList<>();
    people.clear();
    for (int person = 0; person < 10; person++) {
      float[] own = normal(random);
      for (int i = 0; i < 4; i++) {
        float[] picture = normal(random);
        for (int k = 0; k < picture.length; k++) {
          picture[k] = (float) (left * own[k] + (1 - left) * picture[k]);
        }
        pictures.add(picture);
        people.add(Optional.of("person " + person));
      }
    }
    return pictures;
  }

  private static float[] normal(Random random) {
    float[] values = new float[64];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void knowsWhoIsStillThereAndGuessesWhoIsNot() {
    assertThat(ParrotAttack.accuracy(people, pictures(0.8)).getAsDouble()).isEqualTo(1);
    assertThat(ParrotAttack.accuracy(people, pictures(0)).getAsDouble()).isLessThan(0.35);
  }

  @Test
  void needsTwoPicturesOfTwoPeople() {
    List<float[]> pictures = pictures(1).subList(0, 8);
    assertThat(ParrotAttack.accuracy(people.subList(0, 5), pictures.subList(0, 5))).isEmpty();
    assertThat(ParrotAttack.accuracy(people.subList(0, 8), pictures)).isPresent();
    List<Optional<String>> nobody = new ArrayList<>();
    pictures.forEach(picture -> nobody.add(Optional.empty()));
    assertThat(ParrotAttack.accuracy(nobody, pictures)).isEmpty();
  }
}
