package org.g2face.jobs.evaluate;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.g2face.anonymize.Face;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.FaceTransformProvider;
import org.g2face.evaluate.Bootstrap;
import org.g2face.evaluate.Bootstrap.Estimate;
import org.g2face.image.Decoded;
import org.g2face.image.ImageDecoder;
import org.g2face.jobs.anonymize.SharedTransforms;
import org.g2face.jobs.evaluate.measure.Measure;
import org.g2face.jobs.evaluate.measure.Table;
import org.g2face.model.Architecture;
import org.g2face.model.ModelDescription;
import org.g2face.model.Part;

/**
 * A benchmark of a model's cost: table VII. Time is that of one face after the other in one task,
 * with as many threads as a task's networks have; memory that of the whole process, which on one
 * machine is Spark's, too.
 */
record CostBenchmark(FaceTransformProvider anonymizer, List<BenchmarkFaces.Sample> faces)
    implements Serializable {
  /** The networks that an image goes through when it is anonymized, without checks. */
  private static final List<Part> USED =
      List.of(Part.IDENTITY, Part.GEOMETRY, Part.DUMMY_IDENTITY, Part.STYLE_MAPPER, Part.GENERATOR);

  /** Seconds for each face, and the peak of the process's memory in bytes; 0 if unknown. */
  private record Timed(List<Double> seconds, long peak) implements Serializable {}

  /** Of the generator, as the paper counts, and of all networks that anonymizing uses. */
  static void count(Architecture architecture, String label, Rows rows) {
    List<ModelDescription.Network> used =
        ModelDescription.of(architecture).networks().stream()
            .filter(network -> USED.contains(network.part()))
            .toList();
    List<ModelDescription.Network> generator =
        used.stream().filter(network -> network.part() == Part.GENERATOR).toList();
    Map.of(Part.GENERATOR.key(), generator, "", used)
        .forEach(
            (name, networks) -> {
              long operations =
                  networks.stream().mapToLong(ModelDescription.Network::operations).sum();
              long parameters =
                  networks.stream().mapToLong(ModelDescription.Network::parameters).sum();
              rows.add(Table.VII, Measure.OPERATIONS, name, label, exactly(operations), "");
              rows.add(Table.VII, Measure.PARAMETERS, name, label, exactly(parameters), "");
            });
  }

  void run(JavaSparkContext spark, String label, Rows rows) {
    if (faces.isEmpty()) {
      return;
    }
    Timed timed = spark.parallelize(List.of(this), 1).map(CostBenchmark::time).collect().get(0);
    Bootstrap seconds = new Bootstrap();
    for (int i = 0; i < timed.seconds().size(); i++) {
      seconds.add(timed.seconds().get(i), Bootstrap.weightsOf(label + "/" + i));
    }
    rows.add(
        Table.VII,
        Measure.SECONDS_PER_IMAGE,
        "",
        label,
        seconds.estimate(),
        "no face could be anonymized");
    rows.add(
        Table.VII,
        Measure.PEAK_MEMORY,
        "",
        label,
        timed.peak() > 0 ? exactly(timed.peak()) : new Bootstrap().estimate(),
        "this system does not tell");
  }

  private Timed time() throws Exception {
    ImageDecoder decoder = new ImageDecoder();
    List<Double> seconds = new ArrayList<>();
    try (SharedTransforms.Lease lease = SharedTransforms.acquire(anonymizer)) {
      FaceTransform networks = lease.transform();
      for (int i = 0; i <= faces.size(); i++) {
        BenchmarkFaces.Sample sample = faces.get(i % faces.size());
        if (decoder.decode(sample.bytes(), sample.name()) instanceof Decoded.Picture picture) {
          Face face =
              new Face(sample.id(), picture.image().resize(networks.size(), networks.size()));
          long start = System.nanoTime();
          networks.apply(List.of(face));
          if (i > 0) {
            seconds.add((System.nanoTime() - start) / 1e9);
          }
        }
      }
    }
    return new Timed(seconds, peak());
  }

  /** Linux tells it in kilobytes. */
  private static long peak() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElse(0);
  }

  private static Estimate exactly(long value) {
    return new Estimate(value, Double.NaN, Double.NaN, Double.NaN, 1);
  }
}
