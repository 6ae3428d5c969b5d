package org.g2face.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The parrot attack: a recogniser that has seen anonymized pictures of the people it looks for
 * (Newton, Sweeney and Malin 2005; McPherson, Shokri and Shmatikov 2016).
 *
 * <p>Of each person's anonymized pictures every second one is known to the attacker with its name,
 * and the others are named by the nearest mean embedding of a person.
 */
final class ParrotAttack {
  private ParrotAttack() {}

  /**
   * Share of the unnamed pictures that get their person's name, 0 to 1; by chance one in the number
   * of people.
   *
   * @param people of the pictures, where known
   * @param embeddings of the anonymized pictures, in the same order
   * @return empty if fewer than two people have two pictures
   */
  static OptionalDouble accuracy(List<Optional<String>> people, List<float[]> embeddings) {
    Map<String, List<float[]>> pictures = new LinkedHashMap<>();
    for (int i = 0; i < people.size(); i++) {
      float[] embedding = embeddings.get(i);
      people
          .get(i)
          .ifPresent(
              person -> pictures.computeIfAbsent(person, p -> new ArrayList<>()).add(embedding));
    }
    pictures.values().removeIf(own -> own.size() < 2);
    if (pictures.size() < 2) {
      return OptionalDouble.empty();
    }
    List<float[]> known = new ArrayList<>();
    pictures.values().forEach(own -> known.addAll(everySecond(own, 0)));
    Gallery centre = new Gallery(known);
    Map<String, double[]> means = new LinkedHashMap<>();
    pictures.forEach((person, own) -> means.put(person, mean(centre, everySecond(own, 0))));
    int named = 0;
    int right = 0;
    for (Map.Entry<String, List<float[]>> person : pictures.entrySet()) {
      for (float[] probe : everySecond(person.getValue(), 1)) {
        named++;
        right += nearest(means, centre.direction(probe)).equals(person.getKey()) ? 1 : 0;
      }
    }
    return OptionalDouble.of((double) right / named);
  }

  private static List<float[]> everySecond(List<float[]> all, int from) {
    List<float[]> some = new ArrayList<>();
    for (int i = from; i < all.size(); i += 2) {
      some.add(all.get(i));
    }
    return some;
  }

  private static double[] mean(Gallery centre, List<float[]> embeddings) {
    double[] mean = null;
    for (float[] embedding : embeddings) {
      double[] direction = centre.direction(embedding);
      mean = mean == null ? new double[direction.length] : mean;
      for (int i = 0; i < mean.length; i++) {
        mean[i] += direction[i];
      }
    }
    double length = Math.sqrt(Gallery.dot(mean, mean));
    for (int i = 0; i < mean.length; i++) {
      mean[i] = length == 0 ? 0 : mean[i] / length;
    }
    return mean;
  }

  private static String nearest(Map<String, double[]> means, double[] probe) {
    String nearest = "";
    double best = Double.NEGATIVE_INFINITY;
    for (Map.Entry<String, double[]> mean : means.entrySet()) {
      double cosine = Gallery.dot(mean.getValue(), probe);
      if (cosine > best) {
        best = cosine;
        nearest = mean.getKey();
      }
    }
    return nearest;
  }
}
