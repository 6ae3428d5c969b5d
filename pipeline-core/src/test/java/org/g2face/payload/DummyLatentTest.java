package org.g2face.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.g2face.tensor.Cosine;
import org.junit.jupiter.api.Test;

class DummyLatentTest {
  private static final byte[] KEY = "a key of some length".getBytes(StandardCharsets.UTF_8);
  private static final DummyLatent LATENT = new DummyLatent(KEY);

  /** Guards against a change that would give every face of an existing data set a new one. */
  @Test
  void staysWhatItWas() throws GeneralSecurityException {
    // One block by hand, HMAC(key, 12 "dummy-latent" 1 "x" 0): lengths of 4 bytes, counter of 8.
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    byte[] block =
        mac.doFinal(
            HexFormat.of()
                .parseHex("0000000c64756d6d792d6c6174656e740000000178" + "0000000000000000"));
    double[] uniform = new double[8];
    for (int i = 0; i < 8; i++) {
      long word = Long.parseLong(HexFormat.of().formatHex(block, 4 * i, 4 * i + 4), 16);
      uniform[i] = (word + 0.5) / 4294967296.0;
    }
    float[] expected = new float[8];
    for (int i = 0; i < 8; i += 2) {
      double radius = Math.sqrt(-2 * Math.log(uniform[i]));
      expected[i] = (float) (radius * Math.cos(2 * Math.PI * uniform[i + 1]));
      expected[i + 1] = (float) (radius * Math.sin(2 * Math.PI * uniform[i + 1]));
    }
    assertThat(LATENT.of("x", 8)).containsExactly(expected, within(1e-6f));
  }

  @Property(tries = 100)
  void followsFromKeyAndId(
      @ForAll @Size(min = 1, max = 80) byte[] key,
      @ForAll String id,
      @ForAll @IntRange(min = 1, max = 60) int size) {
    float[] z = new DummyLatent(key).of(id, size);
    assertThat(new DummyLatent(key.clone()).of(id, size)).isEqualTo(z).hasSize(size);
    assertThat(Arrays.copyOf(new DummyLatent(key).of(id, size + 9), size)).isEqualTo(z);
    assertThat(new DummyLatent(key).dummyId(id))
        .isEqualTo(new DummyLatent(key).dummyId(id))
        .matches("[0-9a-f]{32}");
  }

  @Property(tries = 200)
  void otherIdsAndKeysGiveOthers(@ForAll String id, @ForAll String other) {
    Assume.that(!utf8(id).equals(utf8(other)));
    assertThat(LATENT.of(id, 4)).isNotEqualTo(LATENT.of(other, 4));
    assertThat(LATENT.dummyId(id)).isNotEqualTo(LATENT.dummyId(other));
    assertThat(LATENT.of(id, 4)).isNotEqualTo(new DummyLatent(new byte[] {1}).of(id, 4));
  }

  /** Means over 2^18 numbers lie within 5 standard errors. */
  @Test
  void isStandardNormal() {
    int size = 512;
    int ids = 512;
    double[] moments = new double[5];
    double beyondTwo = 0;
    double neighbours = 0;
    for (int id = 0; id < ids; id++) {
      float[] z = LATENT.of("image-" + id, size);
      for (int i = 0; i < size; i++) {
        for (int power = 1; power <= 4; power++) {
          moments[power] += Math.pow(z[i], power) / (size * ids);
        }
        beyondTwo += Math.abs(z[i]) > 2 ? 1.0 / (size * ids) : 0;
        neighbours += z[i] * z[(i + 1) % size] / (size * ids);
      }
    }
    double error = 5 / Math.sqrt(size * ids);
    assertThat(moments[1]).isCloseTo(0, within(error));
    assertThat(moments[2]).isCloseTo(1, within(error * Math.sqrt(2)));
    assertThat(moments[3]).isCloseTo(0, within(error * Math.sqrt(15)));
    assertThat(moments[4]).isCloseTo(3, within(error * Math.sqrt(96)));
    assertThat(beyondTwo).isCloseTo(0.0455, within(error * 0.21));
    assertThat(neighbours).isCloseTo(0, within(error));
  }

  /** The correlation of two independent latents of 512 numbers has a standard deviation of 1/22. */
  @Test
  void latentsOfDifferentIdsAreIndependent() {
    int size = 512;
    double largest = 0;
    double sumOfSquares = 0;
    int pairs = 0;
    for (int a = 0; a < 60; a++) {
      for (int b = 0; b < a; b++) {
        double cosine = Cosine.between(LATENT.of("id" + a, size), LATENT.of("id" + b, size));
        largest = Math.max(largest, Math.abs(cosine));
        sumOfSquares += cosine * cosine;
        pairs++;
      }
    }
    assertThat(largest).isLessThan(0.25);
    assertThat(sumOfSquares / pairs).isCloseTo(1.0 / size, within(0.25 / size));
  }

  @Test
  void wordsDoNotRunIntoEachOther() {
    KeyedRandom random = new KeyedRandom(KEY);
    assertThat(random.digest("ab", "c"))
        .isNotEqualTo(random.digest("a", "bc"))
        .isNotEqualTo(random.digest("abc"))
        .isNotEqualTo(random.digest("ab", "c", ""));
  }

  @Test
  void noiseIsDrawnApartForEachImageLayerAndPurpose() {
    StyleNoise noise = new StyleNoise(KEY);
    float[] first = noise.of("x", 3, 8);
    assertThat(first).hasSize(64).isEqualTo(new StyleNoise(KEY).of("x", 3, 8));
    assertThat(noise.of("x", 4, 8)).isNotEqualTo(first);
    assertThat(noise.of("y", 3, 8)).isNotEqualTo(first);
    assertThat(LATENT.of("x", 64)).isNotEqualTo(first);
    float[] large = noise.of("x", 0, 256);
    double squares = 0;
    for (float value : large) {
      squares += value * value / (double) large.length;
    }
    assertThat(squares).isCloseTo(1, within(0.03));
  }

  @Test
  void anEmptyKeyIsRefused() {
    assertThatThrownBy(() -> new DummyLatent(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the key is empty");
  }

  /** Lone surrogates all become the same byte. */
  private static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
