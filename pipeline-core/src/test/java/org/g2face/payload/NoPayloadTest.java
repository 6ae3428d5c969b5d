package org.g2face.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.g2face.payload.PayloadCodec.Reading.Unreadable;
import org.junit.jupiter.api.Test;

class NoPayloadTest {
  private static final byte[] SECRET = {1, 2, 3};
  private static final int CAPACITY = 1000;

  private static float[] bits(byte[] secret, Binding binding, float... identity) {
    return new NoPayload(secret, CAPACITY, identity.length).encode(identity, binding);
  }

  @Test
  void bitsFollowFromSecretAndPlaceAndNotFromTheIdentity() {
    Binding here = new Binding("d", "i", "m");
    float[] bits = bits(SECRET, here, 1, 2);
    assertThat(bits).hasSize(CAPACITY).containsOnly(0, 1);
    assertThat(bits(SECRET, here, 1, 2)).isEqualTo(bits);
    assertThat(bits(SECRET, here, -5, 0)).isEqualTo(bits);
    assertThat(bits(new byte[] {1, 2, 4}, here, 1, 2)).isNotEqualTo(bits);
    assertThat(bits(SECRET, new Binding("D", "i", "m"), 1, 2)).isNotEqualTo(bits);
    assertThat(bits(SECRET, new Binding("d", "I", "m"), 1, 2)).isNotEqualTo(bits);
    assertThat(bits(SECRET, new Binding("d", "i", "M"), 1, 2)).isNotEqualTo(bits);
  }

  @Test
  void bitsAreUniform() {
    double ones = 0;
    double repeats = 0;
    int images = 200;
    for (int image = 0; image < images; image++) {
      float[] bits = bits(SECRET, new Binding("", "" + image, ""), 0);
      for (int i = 0; i < CAPACITY; i++) {
        ones += bits[i];
        repeats += bits[i] == bits[(i + 1) % CAPACITY] ? 1 : 0;
      }
    }
    double error = 4 * 0.5 / Math.sqrt(images * CAPACITY);
    assertThat(ones / (images * CAPACITY)).isCloseTo(0.5, within(error));
    assertThat(repeats / (images * CAPACITY)).isCloseTo(0.5, within(error));
  }

  @Test
  void nothingEverOpens() {
    NoPayload codec = new NoPayload(SECRET, CAPACITY, 2);
    Binding here = new Binding("d", "i", "m");
    float[] logits = codec.encode(new float[2], here);
    for (int i = 0; i < CAPACITY; i++) {
      logits[i] -= 0.5f + new Random(i).nextFloat() / 4;
    }
    assertThat(codec.decode(logits, here))
        .isInstanceOfSatisfying(
            Unreadable.class,
            unreadable -> assertThat(unreadable.reason()).contains("anonymized irreversibly"));
  }
}
