package org.g2face.jobs.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.g2face.jobs.evaluate.Embedding;

/**
 * The dummies of some faces, laid out so that those whom a recogniser takes for alike are near each
 * other: figure 7 of the paper.
 *
 * @param model that made the dummies
 * @param network that recognises
 * @param sources how many faces there are
 * @param dots originals marked, each face in a colour of its own
 * @param all how many embeddings there were; only some of them are shown if there were too many
 */
record DummyLayout(String model, String network, int sources, List<Scatter.Dot> dots, int all) {
  /** Time grows with the square: 1,000 points take seconds. */
  private static final int MOST = 1000;

  private static final Tsne TSNE = new Tsne(30, 500, 7);

  /** Which layout an embedding belongs to. */
  private record Key(String model, String network) {}

  static List<DummyLayout> of(List<Embedding> embeddings) {
    Map<Key, List<Embedding>> groups = new LinkedHashMap<>();
    for (Embedding embedding : embeddings) {
      groups
          .computeIfAbsent(
              new Key(embedding.model(), embedding.network()), key -> new ArrayList<>())
          .add(embedding);
    }
    List<DummyLayout> layouts = new ArrayList<>();
    groups.forEach(
        (key, group) -> {
          if (group.size() > 3) {
            layouts.add(of(key, group));
          }
        });
    layouts.sort(Comparator.comparing(DummyLayout::model).thenComparing(DummyLayout::network));
    return layouts;
  }

  private static DummyLayout of(Key key, List<Embedding> all) {
    int every = (all.size() + MOST - 1) / MOST;
    List<Embedding> shown =
        all.stream()
            .filter(embedding -> embedding.ofOriginal() || embedding.dummy() % every == 0)
            .limit(MOST)
            .toList();
    List<String> sources = shown.stream().map(Embedding::source).distinct().toList();
    double[][] points =
        TSNE.of(shown.stream().map(DummyLayout::unit).toArray(float[][]::new)).points();
    List<Scatter.Dot> dots = new ArrayList<>();
    for (int i = 0; i < points.length; i++) {
      Embedding embedding = shown.get(i);
      dots.add(
          new Scatter.Dot(
              points[i][0],
              points[i][1],
              sources.indexOf(embedding.source()),
              embedding.ofOriginal()));
    }
    return new DummyLayout(key.model(), key.network(), sources.size(), dots, all.size());
  }

  /** Of length 1, so that distances follow the cosines that recognisers compare. */
  private static float[] unit(Embedding embedding) {
    double squares = 0;
    for (float coordinate : embedding.vector()) {
      squares += (double) coordinate * coordinate;
    }
    double length = Math.max(Math.sqrt(squares), 1e-12);
    float[] unit = new float[embedding.vector().length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (embedding.vector()[i] / length);
    }
    return unit;
  }
}
