package org.g2face.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.g2face.evaluate.Verification;

/**
 * The embeddings of some people's original faces, against which others are held.
 *
 * <p>From every embedding the originals' mean is taken before a cosine is computed. Some
 * recognisers give all faces one large common part; without it, two strangers have a cosine of
 * about 0, and recognisers can be compared.
 */
final class Gallery {
  private static final double FALSE_ACCEPTS = 1e-3;

  private final double[] mean;
  private final List<double[]> originals;
  private final List<Optional<String>> people;

  /** A gallery of different people. */
  Gallery(List<float[]> originals) {
    this(originals, Collections.nCopies(originals.size(), Optional.empty()));
  }

  /**
   * @param originals embeddings, at least two
   * @param people whose they are, where known; the others are somebody else's each
   */
  Gallery(List<float[]> originals, List<Optional<String>> people) {
    this.people = List.copyOf(people);
    this.mean = mean(originals);
    this.originals = originals.stream().map(this::direction).toList();
  }

  private static double[] mean(List<float[]> embeddings) {
    double[] mean = new double[embeddings.get(0).length];
    for (float[] embedding : embeddings) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += embedding[i] / embeddings.size();
      }
    }
    return mean;
  }

  /** What tells an embedding from the mean of the gallery, of length 1. */
  double[] direction(float[] embedding) {
    double[] direction = new double[mean.length];
    double squares = 0;
    for (int i = 0; i < mean.length; i++) {
      direction[i] = embedding[i] - mean[i];
      squares += direction[i] * direction[i];
    }
    double length = Math.sqrt(squares);
    for (int i = 0; i < mean.length; i++) {
      direction[i] = length == 0 ? 0 : direction[i] / length;
    }
    return direction;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Cosine of an embedding and the original of this number. */
  double cosine(float[] embedding, int original) {
    return dot(direction(embedding), originals.get(original));
  }

  /** Mean cosine of embeddings and their originals; those that are null do not count. */
  double meanCosine(List<float[]> embeddings) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < embeddings.size(); i++) {
      if (embeddings.get(i) != null) {
        sum += cosine(embeddings.get(i), i);
        count++;
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }

  private boolean samePerson(int a, int b) {
    return a == b || people.get(a).isPresent() && people.get(a).equals(people.get(b));
  }

  /**
   * Share of the probes whose nearest original is their own person's; the probe i belongs to the
   * original i.
   */
  double rankOne(List<float[]> probes) {
    int own = 0;
    for (int i = 0; i < probes.size(); i++) {
      double[] probe = direction(probes.get(i));
      double best = Double.NEGATIVE_INFINITY;
      double strangers = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < originals.size(); j++) {
        double cosine = dot(probe, originals.get(j));
        if (samePerson(i, j)) {
          best = Math.max(best, cosine);
        } else {
          strangers = Math.max(strangers, cosine);
        }
      }
      own += best > strangers ? 1 : 0;
    }
    return (double) own / probes.size();
  }

  /** The same for a guess: how many originals are of the person, in the mean. */
  double chance() {
    double own = 0;
    for (int i = 0; i < originals.size(); i++) {
      for (int j = 0; j < originals.size(); j++) {
        own += samePerson(i, j) ? 1 : 0;
      }
    }
    return own / ((double) originals.size() * originals.size());
  }

  /**
   * Share of the probes that are accepted as their original's person, where one pair of different
   * originals in a thousand is.
   */
  double accepted(List<float[]> probes) {
    List<Double> different = new ArrayList<>();
    for (int i = 0; i < originals.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (!samePerson(i, j)) {
          different.add(dot(originals.get(i), originals.get(j)));
        }
      }
    }
    double[] same = new double[probes.size()];
    for (int i = 0; i < same.length; i++) {
      same[i] = cosine(probes.get(i), i);
    }
    double[] impostors = different.stream().mapToDouble(Double::doubleValue).toArray();
    return Verification.atFalseAcceptRate(FALSE_ACCEPTS, same, impostors).trueAcceptRate();
  }
}
