package org.g2face.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.g2face.payload.Sealing.HERE;

import java.lang.management.ManagementFactory;
import java.util.Random;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.g2face.payload.PayloadCodec.Reading.Opened;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Prints how many sealed identities open after how many wrong bits, for docs/benchmarks.md.
 *
 * <p>{@code -Dg2face.words=N} sets how many are tried at each point. At the last point of each row
 * 99.9 % have to open.
 */
@Tag("long")
class CorrectionMeasurements {
  private static final int WORDS = Integer.getInteger("g2face.words", 300);
  private static final double PROMISED = 0.999;

  /** One way to read bits wrongly. */
  private interface Channel {
    float[] read(float[] bits, Random random);
  }

  /** Every bit is wrong with the same probability, and nothing tells which. */
  @ParameterizedTest
  @CsvSource({
    "16384, 512, '0.24 0.23 0.22 0.21 0.20 0.12'",
    "4096, 128, '0.22 0.21 0.20 0.19 0.18 0.17 0.12'",
    "1024, 32, '0.15 0.14 0.13 0.12 0.11 0.10 0.09 0.08'"
  })
  void equallySureOfEveryBit(int capacity, int size, String errorRates) {
    double opened = 0;
    for (String errors : errorRates.split(" ")) {
      double rate = Double.parseDouble(errors);
      Channel channel = (bits, random) -> Sealing.flipped(bits, rate, random);
      opened = measure("hard", capacity, size, errors, channel);
    }
    assertThat(opened).isGreaterThanOrEqualTo(PROMISED);
  }

  /** Gaussian noise; the point is the share of bits that it turns over. */
  @ParameterizedTest
  @CsvSource({
    "16384, 512, '0.28 0.275 0.27 0.26 0.25 0.12'",
    "4096, 128, '0.26 0.25 0.24 0.23 0.22 0.12'",
    "1024, 32, '0.20 0.19 0.18 0.17 0.16 0.15 0.14 0.08'"
  })
  void surerWhereRight(int capacity, int size, String errorRates) {
    double opened = 0;
    for (String errors : errorRates.split(" ")) {
      double rate = Double.parseDouble(errors);
      double deviation = -1 / new NormalDistribution().inverseCumulativeProbability(rate);
      Channel channel = (bits, random) -> Sealing.noisy(bits, deviation, random);
      opened = measure("soft", capacity, size, errors, channel);
    }
    assertThat(opened).isGreaterThanOrEqualTo(PROMISED);
  }

  /** One bit in fifty is wrong everywhere, and a square of the picture says random things. */
  @ParameterizedTest
  @CsvSource({
    "16384, 512, '0.40 0.35 0.30 0.25'",
    "4096, 128, '0.35 0.30 0.25 0.20'",
    "1024, 32, '0.20 0.15 0.10 0.05'"
  })
  void oneSquareLost(int capacity, int size, String shares) {
    double opened = 0;
    for (String share : shares.split(" ")) {
      int side = (int) Math.round(Math.sqrt(Double.parseDouble(share) * capacity));
      Channel channel =
          (bits, random) -> {
            float[] logits = Sealing.flipped(bits, 0.02, random);
            Sealing.spoil(logits, side, random);
            return logits;
          };
      opened = measure("square", capacity, size, share, channel);
    }
    assertThat(opened).isGreaterThanOrEqualTo(PROMISED);
  }

  /** What it costs to find out that there is nothing to open. */
  @ParameterizedTest
  @CsvSource({"16384, 512", "4096, 128", "1024, 32"})
  void chance(int capacity, int size) {
    Channel channel = (bits, random) -> Sealing.flipped(bits, 0.5, random);
    assertThat(measure("chance", capacity, size, "0.5", channel)).isZero();
  }

  /** Share of the words that open. */
  private static double measure(
      String name, int capacity, int size, String point, Channel channel) {
    SealedCodec codec = new SealedCodec(Sealing.fixedKeys(5), capacity, size);
    Random random = new Random(6);
    int opened = 0;
    long time = 0;
    for (int word = 0; word < WORDS; word++) {
      float[] bits = codec.encode(Sealing.identity(size, random), HERE);
      float[] logits = channel.read(bits, random);
      long start = cpuTime();
      opened += codec.decode(logits, HERE) instanceof Opened ? 1 : 0;
      time += cpuTime() - start;
    }
    System.out.printf(
        "%-6s %5d bits, %3d coordinates, %5s: %d of %d open, %.1f ms%n",
        name, capacity, size, point, opened, WORDS, time / 1e6 / WORDS);
    return (double) opened / WORDS;
  }

  private static long cpuTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
