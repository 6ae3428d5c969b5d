package org.g2face.jobs.evaluate;

import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.g2face.io.FileStore;
import org.g2face.jobs.input.ImageDataset;
import org.g2face.jobs.input.Limits;
import org.g2face.jobs.io.ModelLocation;
import org.g2face.model.ModelPackage;

/**
 * The benchmarks of a run that need the models themselves: what they cost, and how different their
 * dummies are.
 *
 * @param recognisers that say how different dummies are
 */
record BenchmarkRun(
    JavaSparkContext context,
    ModelBenchmarks trials,
    EvaluationNetworkSource judges,
    List<String> recognisers,
    Limits limits,
    boolean acceptMislabelled) {

  /** The columns of {@code embeddings/}. */
  static final StructType EMBEDDINGS =
      new StructType()
          .add("run_id", StringType, false)
          .add("image_id", StringType, false)
          .add("dummy", IntegerType, false)
          .add("network", StringType, false)
          .add("dataset", StringType, false)
          .add("model", StringType, false)
          .add("vector", createArrayType(FloatType, false), false);

  /**
   * Tries the models out and adds what comes of it to the rows.
   *
   * @return embeddings of originals and their dummies
   */
  List<Embedding> run(List<EvaluatedModel> subjects, ImageDataset originals, Rows rows)
      throws IOException {
    List<Embedding> embeddings = new ArrayList<>();
    List<EvaluatedModel> packaged =
        subjects.stream().filter(subject -> subject.model().isPresent()).toList();
    int most = Math.max(trials.timed(), trials.diverse());
    List<BenchmarkFaces.Sample> faces =
        packaged.isEmpty() || most == 0
            ? List.of()
            : new BenchmarkFaces(most, 1, limits, acceptMislabelled).of(originals, context);
    for (EvaluatedModel subject : packaged) {
      EvaluatedModel.ModelUse model = subject.model().get();
      FileStore place = ModelLocation.of(model.uri(), context.hadoopConfiguration());
      CostBenchmark.count(ModelPackage.load(place).architecture(), subject.label(), rows);
      new CostBenchmark(model.anonymizer(), first(faces, trials.timed()))
          .run(context, subject.label(), rows);
      if (trials.diverse() > 0) {
        List<Embedding> identities =
            new DiversityBenchmark(
                    subject.label(),
                    model.anonymizer(),
                    judges,
                    trials.dummies(),
                    originals.hadoop())
                .run(context, first(faces, trials.diverse()));
        DiversityBenchmark.spread(identities, recognisers, subject.label(), rows);
        embeddings.addAll(identities);
      }
    }
    return embeddings;
  }

  /** Rows of {@link #EMBEDDINGS}; originals are left out. */
  static List<Row> rows(List<Embedding> embeddings, Rows rows) {
    return embeddings.stream()
        .filter(embedding -> !embedding.ofOriginal())
        .map(
            embedding ->
                RowFactory.create(
                    rows.runId(),
                    embedding.source(),
                    embedding.dummy(),
                    embedding.network(),
                    rows.dataset(),
                    embedding.model(),
                    embedding.vector()))
        .toList();
  }

  private static List<BenchmarkFaces.Sample> first(List<BenchmarkFaces.Sample> faces, int count) {
    return new ArrayList<>(faces.subList(0, Math.min(count, faces.size())));
  }
}
