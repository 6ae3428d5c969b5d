package org.g2face.password;

import static org.g2face.password.Sealing.HERE;

import java.lang.management.ManagementFactory;
import java.util.Random;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.g2face.password.PasswordCodec.Reading.Opened;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Prints how many sealed identities open after how many wrong bits, for docs/benchmarks.md.
 *
 * <p>{@code -Dg2face.words=N} sets how many are tried at each point.
 */
@Tag("long")
class CorrectionMeasurements {
  private static final int WORDS = Integer.getInteger("g2face.words", 1000);
  private static final double PROMISED = 0.999;

  /** One way to read bits wrongly. */
  private interface Channel {
    float[] read(float[] bits, Random random);
  }

  /** The last error rate of each row is the one at which 99.9 % shall open. */
  @ParameterizedTest
  @CsvSource({
    "16384, 512, '0.23 0.225 0.22 0.215 0.21 0.205 0.20 0.12'",
    "4096, 128, '0.21 0.20 0.19 0.18 0.17 0.16 0.12'",
    "1024, 32, '0.15 0.14 0.13 0.12 0.11 0.10 0.09 0.08'"
  })
  void equallySureOfEveryBit(int capacity, int size, String errorRates) {
    for (String errors : errorRates.split(" ")) {
      double rate = Double.parseDouble(errors);
      measure("hard", capacity, size, errors, (bits, r) -> Sealing.flipped(bits, rate, r));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "16384, 512, '0.28 0.275 0.27 0.265 0.26 0.255 0.25 0.12'",
    "4096, 128, '0.26 0.25 0.24 0.23 0.22 0.21 0.12'",
    "1024, 32, '0.20 0.19 0.18 0.17 0.16 0.15 0.14 0.08'"
  })
  void surerWhereRight(int capacity, int size, String errorRates) {
    for (String errors : errorRates.split(" ")) {
      double deviation =
          -1 / new NormalDistribution().inverseCumulativeProbability(Double.parseDouble(errors));
      measure("soft", capacity, size, errors, (bits, r) -> Sealing.noisy(bits, deviation, r));
    }
  }

  /** One bit in fifty is wrong everywhere, and a square of the picture says random things. */
  @ParameterizedTest
  @CsvSource({
    "16384, 512, '0.45 0.40 0.35 0.30 0.25 0.20'",
    "4096, 128, '0.40 0.35 0.30 0.25 0.20'",
    "1024, 32, '0.30 0.25 0.20 0.15 0.10'"
  })
  void oneSquareLost(int capacity, int size, String shares) {
    for (String share : shares.split(" ")) {
      int side = (int) Math.round(Math.sqrt(Double.parseDouble(share) * capacity));
      measure(
          "square",
          capacity,
          size,
          share,
          (bits, random) -> {
            float[] logits = Sealing.flipped(bits, 0.02, random);
            Sealing.spoil(logits, side, random);
            return logits;
          });
    }
  }

  private static void measure(String name, int capacity, int size, String point, Channel channel) {
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
  }

  private static long cpuTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
