package org.g2face.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.g2face.Fixtures;
import org.g2face.io.LocalFileStore;
import org.g2face.model.weights.NamedTensors;
import org.g2face.model.weights.Safetensors;
import org.g2face.payload.PayloadCodec.Reading.Opened;
import org.g2face.payload.PayloadCodec.Reading.Unreadable;
import org.junit.jupiter.api.Test;

class Ieee754CodecTest {
  private static final Binding ANYWHERE = new Binding("", "", "");
  private static final int SIZE = 512;
  private static final int CAPACITY = 128 * 128;

  @Test
  void writesAndReadsTheBitsOfThePublishedSystem() throws IOException {
    Path file = Fixtures.path("golden/password_bits.safetensors");
    NamedTensors golden =
        Safetensors.read(new LocalFileStore(file.getParent()).open(file.getFileName().toString()))
            .tensors();
    Ieee754Codec codec = new Ieee754Codec(CAPACITY, SIZE);
    int rows = (int) golden.get("floats").shape()[0];
    int changed = 0;
    for (int row = 0; row < rows; row++) {
      float[] identity = row(golden, "floats", row, SIZE);
      float[] bits = row(golden, "bits", row, CAPACITY);
      assertThat(codec.encode(identity, ANYWHERE)).isEqualTo(bits);
      assertThat(opened(codec, logits(bits))).isEqualTo(row(golden, "floats_back", row, SIZE));

      float[] flipped = row(golden, "floats_flipped", row, SIZE);
      for (int i = 0; i < SIZE; i++) {
        changed += flipped[i] == identity[i] ? 0 : 1;
        flipped[i] = Math.abs(flipped[i]) <= 50 ? flipped[i] : 0;
      }
      assertThat(opened(codec, logits(row(golden, "bits_flipped", row, CAPACITY))))
          .isEqualTo(flipped);
    }
    assertThat(changed).isPositive();
  }

  @Test
  void signThenExponentThenMantissa() {
    float[] bits = new Ieee754Codec(32, 1).encode(new float[] {-6.5f}, ANYWHERE);
    assertThat(bits)
        .isEqualTo(
            new float[] {
              1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
              0, 0, 0
            });
  }

  @Property(tries = 200)
  void everyIdentityComesBack(
      @ForAll @Size(8) List<@FloatRange(min = -50, max = 50) Float> coordinates,
      @ForAll @IntRange(min = 256, max = 1200) int capacity) {
    float[] identity = new float[8];
    for (int i = 0; i < identity.length; i++) {
      identity[i] = coordinates.get(i);
    }
    Ieee754Codec codec = new Ieee754Codec(capacity, 8);
    float[] bits = codec.encode(identity, ANYWHERE);
    assertThat(bits).hasSize(capacity);
    for (float bit : bits) {
      assertThat(bit).isIn(0f, 1f);
    }
    assertThat(opened(codec, logits(bits))).isEqualTo(identity);
  }

  @Test
  void numbersThatNoRecogniserGivesBecomeZero() {
    float[] odd = {
      50, -50, 50.001f, -1e30f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0.5f
    };
    Ieee754Codec codec = new Ieee754Codec(256, 8);
    assertThat(opened(codec, logits(codec.encode(odd, ANYWHERE))))
        .isEqualTo(new float[] {50, -50, 0, 0, 0, 0, 0, -0.5f});
  }

  /** Noise that ruins nearly every single copy does not ruin the sum of sixteen. */
  @Test
  void copiesInALargerPictureCorrectEachOther() {
    float[] identity = new float[16];
    Random random = new Random(3);
    for (int i = 0; i < identity.length; i++) {
      identity[i] = (float) random.nextGaussian();
    }
    Ieee754Codec once = new Ieee754Codec(512, 16);
    Ieee754Codec often = new Ieee754Codec(512 * 16 + 7, 16);
    assertThat(opened(once, noisy(once.encode(identity, ANYWHERE), random))).isNotEqualTo(identity);
    assertThat(opened(often, noisy(often.encode(identity, ANYWHERE), random))).isEqualTo(identity);
  }

  @Test
  void logitsThatAreNotNumbersAreUnreadable() {
    float[] logits = new float[64];
    logits[40] = Float.NaN;
    assertThat(new Ieee754Codec(64, 2).decode(logits, ANYWHERE)).isInstanceOf(Unreadable.class);
    assertThat(new Ieee754Codec(64, 1).decode(logits, ANYWHERE)).isInstanceOf(Unreadable.class);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> new Ieee754Codec(CAPACITY - 1, SIZE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("512 coordinates are 16384 bits, but the picture holds only 16383");
    assertThatThrownBy(() -> new Ieee754Codec(32, 1).encode(new float[2], ANYWHERE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Ieee754Codec(32, 1).decode(new float[33], ANYWHERE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static float[] opened(PayloadCodec codec, float[] logits) {
    return ((Opened) codec.decode(logits, ANYWHERE)).identity();
  }

  private static float[] logits(float[] bits) {
    float[] logits = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      logits[i] = bits[i] == 1 ? 3 : -3;
    }
    return logits;
  }

  private static float[] noisy(float[] bits, Random random) {
    float[] logits = logits(bits);
    for (int i = 0; i < logits.length; i++) {
      logits[i] += (float) (2.5 * random.nextGaussian());
    }
    return logits;
  }

  private static float[] row(NamedTensors tensors, String name, int row, int length) {
    return Arrays.copyOfRange(tensors.get(name).toArray(), row * length, (row + 1) * length);
  }
}
