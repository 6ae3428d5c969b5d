package org.g2face.payload.polar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PolarCodeTest {

  /** The least reliable of eight inputs first: 0, 1, 2, 4, 3, 5, 6, 7, as 1 < 2^(1/4) + ... */
  @Test
  void inputsAreOrderedByPolarisationWeight() {
    int[] order = {7, 6, 5, 3, 4, 2, 1, 0};
    for (int count = 1; count <= 8; count++) {
      assertThat(Reliability.best(8, count).stream())
          .containsExactlyInAnyOrder(
              Arrays.stream(order).limit(count).boxed().toArray(Integer[]::new));
    }
    // The weights 1 + 2^(1/4) + 2^(2/4) = 3.60 of input 7 and 2^(3/4) = 1.68 of input 8.
    assertThat(Reliability.best(16, 8).stream()).containsExactly(7, 9, 10, 11, 12, 13, 14, 15);
  }

  /** Pictures that exist can be read only as long as the inputs stay what they were. */
  @Test
  void theInputsOfLongCodesNeverChange() {
    assertThat(Reliability.best(16384, 2776).hashCode()).isEqualTo(1303188080);
    assertThat(Reliability.best(4096, 856).hashCode()).isEqualTo(1269360190);
    assertThat(Reliability.best(1024, 376).hashCode()).isEqualTo(-1103580621);
  }

  /** With inputs 3, 5, 6 and 7 of eight; x_j is the sum of the inputs whose digits include j's. */
  @Test
  void aWordIsTheTransformOfItsMessage() {
    PolarCode code = new PolarCode(8, 4);
    assertThat(code.encode(new byte[] {0, 0, 0, 1})).containsExactly(1, 1, 1, 1, 1, 1, 1, 1);
    assertThat(code.encode(new byte[] {1, 0, 0, 0})).containsExactly(1, 1, 1, 1, 0, 0, 0, 0);
    assertThat(code.encode(new byte[] {0, 1, 0, 0})).containsExactly(1, 1, 0, 0, 1, 1, 0, 0);
    assertThat(code.encode(new byte[] {0, 0, 1, 0})).containsExactly(1, 0, 1, 0, 1, 0, 1, 0);
    assertThat(code.encode(new byte[] {1, 1, 0, 1})).containsExactly(1, 1, 0, 0, 0, 0, 1, 1);
  }

  @Property(tries = 200)
  void whatIsReadWithoutErrorsComesBackFirst(
      @ForAll @IntRange(max = 10) int stages,
      @ForAll @IntRange(min = 1, max = 9) int paths,
      @ForAll Random random) {
    int length = 1 << stages;
    PolarCode code = new PolarCode(length, 1 + random.nextInt(length));
    byte[] message = bits(code.dimension(), random);
    List<byte[]> read = code.decode(logits(code.encode(message)), paths);
    assertThat(read.get(0)).isEqualTo(message);
    assertThat(read).hasSizeBetween(1, paths);
    assertThat(distinct(read)).hasSize(read.size());
  }

  /** With room for all messages nothing is dropped, so the order is that of plain correlation. */
  @Property(tries = 100)
  void aFullListIsInTheOrderOfLikelihood(
      @ForAll @IntRange(min = 1, max = 6) int dimension, @ForAll Random random) {
    PolarCode code = new PolarCode(16, dimension);
    float[] logits = new float[16];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) random.nextGaussian();
    }
    List<byte[]> read = code.decode(logits, 1 << dimension);
    assertThat(distinct(read)).hasSize(1 << dimension);
    double best = Double.NEGATIVE_INFINITY;
    for (int number = 0; number < 1 << dimension; number++) {
      byte[] message = new byte[dimension];
      for (int i = 0; i < dimension; i++) {
        message[i] = (byte) (number >>> i & 1);
      }
      best = Math.max(best, correlation(code.encode(message), logits));
    }
    assertThat(correlation(code.encode(read.get(0)), logits)).isCloseTo(best, within(1e-5));
  }

  @Test
  void aLongerListCorrectsMore() {
    PolarCode code = new PolarCode(256, 100);
    int[] right = new int[3];
    int[] paths = {1, 4, 16};
    Random random = new Random(4);
    for (int word = 0; word < 300; word++) {
      byte[] message = bits(code.dimension(), random);
      float[] logits = logits(code.encode(message));
      for (int i = 0; i < logits.length; i++) {
        logits[i] *= random.nextInt(100) < 8 ? -1 : 1;
      }
      for (int i = 0; i < paths.length; i++) {
        right[i] += contains(code.decode(logits, paths[i]), message) ? 1 : 0;
      }
    }
    assertThat(right[0]).isGreaterThan(90);
    assertThat(right[1]).isGreaterThan(right[0] + 15);
    assertThat(right[2]).isGreaterThan(right[1]);
  }

  @Test
  void refusesOtherSizes() {
    assertThatThrownBy(() -> new PolarCode(12, 3))
        .hasMessage("a word has a power of two of bits, not 12");
    assertThatThrownBy(() -> new PolarCode(8, 9))
        .hasMessage("a message of 9 bits does not fit a word of 8");
    assertThatThrownBy(() -> new PolarCode(8, 4).encode(new byte[5]))
        .hasMessage("5 bits instead of 4");
    assertThatThrownBy(() -> new PolarCode(8, 4).decode(new float[7], 1))
        .hasMessage("7 logits instead of 8");
  }

  private static byte[] bits(int count, Random random) {
    byte[] bits = new byte[count];
    for (int i = 0; i < count; i++) {
      bits[i] = (byte) random.nextInt(2);
    }
    return bits;
  }

  private static float[] logits(byte[] word) {
    float[] logits = new float[word.length];
    for (int i = 0; i < word.length; i++) {
      logits[i] = 2 * word[i] - 1;
    }
    return logits;
  }

  private static double correlation(byte[] word, float[] logits) {
    double sum = 0;
    for (int i = 0; i < word.length; i++) {
      sum += (2 * word[i] - 1) * logits[i];
    }
    return sum;
  }

  private static boolean contains(List<byte[]> messages, byte[] message) {
    return messages.stream().anyMatch(read -> Arrays.equals(read, message));
  }

  private static Set<String> distinct(List<byte[]> messages) {
    Set<String> distinct = new HashSet<>();
    messages.forEach(message -> distinct.add(Arrays.toString(message)));
    return distinct;
  }
}
