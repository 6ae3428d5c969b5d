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
import org.g2face.jobs.dataset.ImageDataset;
import org.g2face.jobs.dataset.Limits;
import org.g2face.jobs.hadoop.ModelFolder;
import org.g2face.model.ModelPackage;
import org.g2face.weights.Folder;

/**
 * Everything of a run that needs the models themselves: what they cost, and how different their
 * dummies are.
 *
 * @param recognisers that say how different dummies are
 */
record ModelTrials(
    JavaSparkContext context,
    Trials trials,
    JudgeSource judges,
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
  List<Embedding> run(List<Subject> subjects, ImageDataset originals, Rows rows)
      throws IOException {
    List<Embedding> embeddings = new ArrayList<>();
    List<Subject> packaged =
        subjects.stream().filter(subject -> subject.model().isPresent()).toList();
    int most = Math.max(trials.timed(), trials.diverse());
    List<TrialFaces.Sample> faces =
        packaged.isEmpty() || most == 0
            ? List.of()
            : new TrialFaces(most, 1, limits, acceptMislabelled).of(originals, context);
    for (Subject subject : packaged) {
      Subject.Package model = subject.model().get();
      Folder place = ModelFolder.of(model.uri(), context.hadoopConfiguration());
      CostTrial.count(ModelPackage.load(place).architecture(), subject.label(), rows);
      new CostTrial(model.anonymizer(), first(faces, trials.timed()))
          .run(context, subject.label(), rows);
      if (trials.diverse() > 0) {
        List<Embedding> identities =
            new DiversityTrial(
                    subject.label(),
                    model.anonymizer(),
                    judges,
                    trials.dummies(),
                    originals.hadoop())
                .run(context, first(faces, trials.diverse()));
        DiversityTrial.spread(identities, recognisers, subject.label(), rows);
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

  private static List<TrialFaces.Sample> first(List<TrialFaces.Sample> faces, int count) {
    return new ArrayList<>(faces.subList(0, Math.min(count, faces.size())));
  }
}
