package org.g2face.payload.polar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Successive cancellation with a list (Tal and Vardy, IEEE Transactions on Information Theory 61,
 * 2015), on log-likelihood ratios (Balatsoukas-Stimming, Parizi and Burg, 2015).
 *
 * <p>The inputs are decided one after the other. Where an input carries a bit of the message, every
 * path goes on with both values, and the likeliest paths are kept. Arrays are written once and then
 * shared by the paths that part later, so that parting copies references only. For one word.
 */
final class ListDecoder {
  private static final byte[] ZERO = {0};
  private static final byte[] ONE = {1};

  private final BitSet message;
  private final int stages;
  private final int most;
  private List<Path> paths = new ArrayList<>();

  /** One assumption about the inputs decided so far. */
  private static final class Path {
    /** How much the reading speaks against it, from 0. */
    float penalty;

    /** For each stage, the ratios of the node being decided: 2^stage numbers, positive for 0. */
    final float[][] ratios;

    /** For each stage, the word of the node decided last, and of its left sibling. */
    final byte[][] word;

    final byte[][] left;

    Path(int stages) {
      ratios = new float[stages + 1][];
      word = new byte[stages + 1][];
      left = new byte[stages + 1][];
    }

    Path(Path other) {
      penalty = other.penalty;
      ratios = other.ratios.clone();
      word = other.word.clone();
      left = other.left.clone();
    }
  }

  /**
   * @param message inputs that carry bits of the message
   * @param most paths to keep
   */
  ListDecoder(int length, BitSet message, int most) {
    this.message = message;
    this.stages = Integer.numberOfTrailingZeros(length);
    this.most = most;
  }

  /** Words, the likeliest first. */
  List<byte[]> decode(float[] logits) {
    Path start = new Path(stages);
    start.ratios[stages] = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      start.ratios[stages][i] = -logits[i];
    }
    paths.add(start);
    node(stages, 0);
    paths.sort(Comparator.comparingDouble(path -> path.penalty));
    return paths.stream().map(path -> path.word[stages].clone()).toList();
  }

  /** Decides the inputs from {@code first} to {@code first + 2^stage - 1} on all paths. */
  private void node(int stage, int first) {
    int size = 1 << stage;
    int next = message.nextSetBit(first);
    if (next < 0 || next >= first + size) {
      zero(stage);
    } else if (stage == 0) {
      part();
    } else {
      int half = size / 2;
      for (Path path : paths) {
        path.ratios[stage - 1] = either(path.ratios[stage], half);
      }
      node(stage - 1, first);
      for (Path path : paths) {
        path.left[stage] = path.word[stage - 1];
        path.ratios[stage - 1] = given(path.left[stage], path.ratios[stage], half);
      }
      node(stage - 1, first + half);
      for (Path path : paths) {
        path.word[stage] = joined(path.left[stage], path.word[stage - 1]);
      }
    }
  }

  /** A node without a bit of the message: its word is 0, whatever the reading says. */
  private void zero(int stage) {
    byte[] word = new byte[1 << stage];
    for (Path path : paths) {
      float against = 0;
      for (float ratio : path.ratios[stage]) {
        against += Math.max(0, -ratio);
      }
      path.penalty += against;
      path.word[stage] = word;
    }
  }

  /** The sum of two bits, in the approximation that the less sure one decides. */
  private static float[] either(float[] ratios, int half) {
    float[] sums = new float[half];
    for (int i = 0; i < half; i++) {
      float a = ratios[i];
      float b = ratios[i + half];
      float magnitude = Math.min(Math.abs(a), Math.abs(b));
      sums[i] = Math.copySign(1, a) * Math.copySign(magnitude, b);
    }
    return sums;
  }

  /** The second bit, read twice as soon as the sum of both is known. */
  private static float[] given(byte[] sum, float[] ratios, int half) {
    float[] second = new float[half];
    for (int i = 0; i < half; i++) {
      second[i] = ratios[i + half] + (1 - 2 * sum[i]) * ratios[i];
    }
    return second;
  }

  private static byte[] joined(byte[] left, byte[] right) {
    int half = left.length;
    byte[] word = Arrays.copyOf(left, 2 * half);
    for (int i = 0; i < half; i++) {
      word[i] ^= right[i];
      word[i + half] = right[i];
    }
    return word;
  }

  /** Every path with both values of a bit, less those that are too unlikely. */
  private void part() {
    int count = paths.size();
    float[] penalties = new float[2 * count];
    for (int i = 0; i < count; i++) {
      Path path = paths.get(i);
      float ratio = path.ratios[0][0];
      penalties[2 * i] = path.penalty + Math.max(0, -ratio);
      penalties[2 * i + 1] = path.penalty + Math.max(0, ratio);
    }
    boolean[] kept = kept(penalties);
    List<Path> next = new ArrayList<>(most);
    for (int i = 0; i < count; i++) {
      Path path = paths.get(i);
      if (kept[2 * i] && kept[2 * i + 1]) {
        Path other = new Path(path);
        next.add(decided(other, ZERO, penalties[2 * i]));
        next.add(decided(path, ONE, penalties[2 * i + 1]));
      } else if (kept[2 * i]) {
        next.add(decided(path, ZERO, penalties[2 * i]));
      } else if (kept[2 * i + 1]) {
        next.add(decided(path, ONE, penalties[2 * i + 1]));
      }
    }
    paths = next;
  }

  private static Path decided(Path path, byte[] bit, float penalty) {
    path.word[0] = bit;
    path.penalty = penalty;
    return path;
  }

  private boolean[] kept(float[] penalties) {
    boolean[] kept = new boolean[penalties.length];
    if (penalties.length <= most) {
      Arrays.fill(kept, true);
      return kept;
    }
    float[] sorted = penalties.clone();
    Arrays.sort(sorted);
    float limit = sorted[most - 1];
    int room = most;
    for (int i = 0; i < kept.length; i++) {
      kept[i] = penalties[i] < limit;
      room -= kept[i] ? 1 : 0;
    }
    for (int i = 0; i < kept.length && room > 0; i++) {
      if (penalties[i] == limit) {
        kept[i] = true;
        room--;
      }
    }
    return kept;
  }
}
