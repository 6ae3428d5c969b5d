package org.g2face.jobs.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.g2face.anonymize.Face;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.FaceTransformProvider;
import org.g2face.anonymize.Outcome;
import org.g2face.evaluate.Bootstrap;
import org.g2face.image.Decoded;
import org.g2face.image.ImageDecoder;
import org.g2face.image.RgbImage;
import org.g2face.jobs.anonymize.SharedTransforms;
import org.g2face.jobs.evaluate.measure.Measure;
import org.g2face.jobs.evaluate.measure.Table;

/**
 * A benchmark of the diversity of a model's dummies: each of some faces is anonymized several
 * times, each time as if it were another image, and recognisers say how far apart the results are.
 *
 * @param model its name in tables
 * @param dummies for each face
 */
record DiversityBenchmark(
    String model,
    FaceTransformProvider anonymizer,
    EvaluationNetworkSource judges,
    int dummies,
    Broadcast<SerializableConfiguration> hadoop)
    implements Serializable {

  List<Embedding> run(JavaSparkContext spark, List<BenchmarkFaces.Sample> faces) {
    return spark.parallelize(faces, Math.max(1, faces.size())).flatMap(this::vary).collect();
  }

  private Iterator<Embedding> vary(BenchmarkFaces.Sample sample) throws Exception {
    TaskContext task = TaskContext.get();
    List<Embedding> identities = new ArrayList<>();
    try (SharedTransforms.Lease lease = SharedTransforms.acquire(anonymizer);
        var onlookers = judges.acquire(hadoop.value().value())) {
      FaceTransform networks = lease.transform();
      if (!(new ImageDecoder().decode(sample.bytes(), sample.name())
          instanceof Decoded.Picture picture)) {
        return identities.iterator();
      }
      RgbImage face = picture.image().resize(networks.size(), networks.size());
      onlookers
          .value()
          .recognise(face)
          .identities()
          .forEach(
              (network, vector) ->
                  identities.add(
                      new Embedding(model, network, sample.id(), Embedding.ORIGINAL, vector)));
      for (int i = 0; i < dummies; i++) {
        task.killTaskIfInterrupted();
        int dummy = i;
        Face another = new Face(sample.id() + "#" + i, face);
        if (networks.apply(List.of(another)).get(0) instanceof Outcome.Done done) {
          onlookers
              .value()
              .recognise(done.image())
              .identities()
              .forEach(
                  (network, vector) ->
                      identities.add(new Embedding(model, network, sample.id(), dummy, vector)));
        }
      }
    }
    return identities.iterator();
  }

  /** Spread within the dummies of a face, and between those of different faces. */
  static void spread(List<Embedding> identities, List<String> networks, String label, Rows rows) {
    for (String network : networks) {
      Map<String, List<double[]>> bySource = new LinkedHashMap<>();
      identities.stream()
          .filter(identity -> identity.network().equals(network) && !identity.ofOriginal())
          .forEach(
              identity ->
                  bySource
                      .computeIfAbsent(identity.source(), source -> new ArrayList<>())
                      .add(unit(identity.vector())));
      Bootstrap within = new Bootstrap();
      Bootstrap between = new Bootstrap();
      double[] total = sum(bySource.values().stream().flatMap(List::stream).toList());
      int all = bySource.values().stream().mapToInt(List::size).sum();
      bySource.forEach(
          (source, units) -> {
            double[] own = sum(units);
            int count = units.size();
            int[] weights = Bootstrap.weightsOf(source);
            if (count > 1) {
              // Of the products of all pairs, those of a vector with itself are 1.
              double pairs = (double) count * (count - 1);
              within.add(1 - (dot(own, own) - count) / pairs, weights);
            }
            if (all > count) {
              double others = (double) count * (all - count);
              between.add(1 - (dot(own, total) - dot(own, own)) / others, weights);
            }
          });
      String none = rows.absent().getOrDefault(network, "too few dummies");
      rows.add(Table.DIVERSITY, Measure.SPREAD_WITHIN, network, label, within.estimate(), none);
      rows.add(Table.DIVERSITY, Measure.SPREAD_BETWEEN, network, label, between.estimate(), none);
    }
  }

  private static double[] unit(float[] vector) {
    double squares = 0;
    for (float coordinate : vector) {
      squares += (double) coordinate * coordinate;
    }
    double[] unit = new double[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = vector[i] / Math.sqrt(squares);
    }
    return unit;
  }

  private static double[] sum(List<double[]> vectors) {
    double[] sum = new double[vectors.isEmpty() ? 0 : vectors.get(0).length];
    for (double[] vector : vectors) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += vector[i];
      }
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
    }
    return dot;
  }
}
