package org.g2face.jobs.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.g2face.jobs.evaluate.EvaluateResult;
import org.g2face.jobs.evaluate.Triptych;
import org.g2face.jobs.evaluate.measure.MetricFolder;
import org.g2face.jobs.evaluate.measure.MetricRow;
import org.g2face.jobs.io.HadoopFileSystems;

/**
 * Writes a finished evaluation as one HTML file, {@code reports/RUN.html} beside its numbers.
 *
 * <p>The file holds all that it shows. It shows no faces, and names no images, unless it is asked
 * to.
 */
public final class EvaluationReport {
  private static final int PIXELS = 160;

  private final SparkSession spark;
  private final EvaluateResult result;
  private final Compared compared;
  private Optional<BiFunction<Set<String>, Integer, List<Triptych>>> faces = Optional.empty();

  /** A report on a run. */
  public EvaluationReport(SparkSession spark, EvaluateResult result, Compared compared) {
    this.spark = spark;
    this.result = result;
    this.compared = compared;
  }

  /**
   * Shows the best and the worst images, with the faces of real people.
   *
   * @param source gives the pictures of images by their ids, no larger than so many pixels
   */
  public EvaluationReport faces(BiFunction<Set<String>, Integer, List<Triptych>> source) {
    this.faces = Optional.of(source);
    return this;
  }

  /**
   * Writes the report.
   *
   * @return its URI
   * @throws IOException if it cannot be written; the numbers of the run are where they were
   */
  public String write() throws IOException {
    MetricFolder folder = new MetricFolder(spark, result.output());
    List<Distribution> distributions =
        Distribution.of(folder.images(result.runId()).javaRDD(), Faces.EACH);
    List<MetricRow> history =
        folder.history().stream()
            .filter(row -> row.runId().compareTo(result.runId()) <= 0)
            .toList();
    Findings findings =
        new Findings(
            result,
            compared,
            distributions,
            DummyLayout.of(result.embeddings()),
            history,
            faces.map(source -> source.apply(Faces.wanted(distributions), PIXELS)));
    return write(new Page(findings).text());
  }

  private String write(String html) throws IOException {
    Path reports = new Path(result.output(), "reports");
    Path target = new Path(reports, result.runId() + ".html");
    Path temporary = new Path(reports, "." + result.runId() + ".html");
    FileSystem store = HadoopFileSystems.of(target, spark.sparkContext().hadoopConfiguration());
    store.mkdirs(reports);
    try (OutputStream stream = store.create(temporary, true)) {
      stream.write(html.getBytes(StandardCharsets.UTF_8));
    }
    if (!store.rename(temporary, target)) {
      store.delete(temporary, false);
      throw new IOException("cannot rename " + temporary + " to " + target);
    }
    return target.toString();
  }
}
