package org.g2face.jobs.evaluate.measure;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A run that is being added to a folder of metrics.
 *
 * <p>Files are written to a hidden folder of the run's own and moved to their places at the end,
 * under names that begin with the run's id: no file of another run is touched, even of one that is
 * added at the same time, and a run that fails leaves nothing. The file of {@code metrics/} is the
 * last of the tables; where it is, they all are. Small files about the newest run follow.
 */
public final class NewRun implements AutoCloseable {
  private final FileSystem store;
  private final Path folder;
  private final Path staging;
  private final String runId;
  private final Map<String, LocalDate> tables = new LinkedHashMap<>();
  private final Map<String, String> texts = new LinkedHashMap<>();
  private boolean published;

  NewRun(FileSystem store, Path folder, String runId) throws IOException {
    this.store = store;
    this.folder = folder;
    this.runId = runId;
    this.staging = new Path(folder, ".run-" + runId);
    store.mkdirs(staging);
  }

  /** A folder for what the job itself needs; it does not become part of the output. */
  public Path scratch() {
    return new Path(staging, "scratch");
  }

  /** Writes the numbers of the run; all are of one day. */
  public void metrics(SparkSession spark, List<MetricRow> rows) {
    table(
        MetricFolder.METRICS,
        rows.get(0).runDate(),
        spark
            .createDataFrame(rows.stream().map(MetricSchema::row).toList(), MetricSchema.METRICS)
            .coalesce(1));
  }

  /** Writes the numbers of each image; all are of one day. */
  public void images(SparkSession spark, LocalDate date, JavaRDD<ImageRow> rows) {
    table(
        MetricFolder.IMAGES,
        date,
        spark.createDataFrame(rows.map(MetricSchema::row), MetricSchema.IMAGES));
  }

  /** Writes another table. */
  public void table(String name, LocalDate date, Dataset<Row> rows) {
    rows.write().option("compression", "snappy").parquet(new Path(staging, name).toString());
    tables.put(name, date);
  }

  /** Writes a small file that replaces the one of the run before. */
  public void latest(String name, String text) {
    texts.put(name, text);
  }

  /**
   * Makes everything visible.
   *
   * @return what could not be written after the numbers were in their place, and why; empty if all
   *     was. A run whose numbers are there has not failed
   * @throws IOException if the numbers could not be put in their place
   */
  public List<String> publish() throws IOException {
    for (Map.Entry<String, LocalDate> table : tables.entrySet()) {
      if (!table.getKey().equals(MetricFolder.METRICS)) {
        move(table.getKey(), table.getValue());
      }
    }
    if (tables.containsKey(MetricFolder.METRICS)) {
      move(MetricFolder.METRICS, tables.get(MetricFolder.METRICS));
    }
    published = true;
    List<String> unwritten = new ArrayList<>();
    texts.forEach((name, text) -> tried(name, () -> replace(name, text), unwritten));
    tried(staging.getName() + " (to be removed)", this::clear, unwritten);
    return unwritten;
  }

  private interface Writing {
    void run() throws IOException;
  }

  private static void tried(String name, Writing writing, List<String> unwritten) {
    try {
      writing.run();
    } catch (IOException | RuntimeException e) {
      unwritten.add(name + ": " + e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private void move(String name, LocalDate date) throws IOException {
    Path day = new Path(new Path(folder, name), MetricSchema.DATE + "=" + date);
    store.mkdirs(day);
    int part = 0;
    for (FileStatus file : store.listStatus(new Path(staging, name))) {
      if (file.getPath().getName().endsWith(".parquet")) {
        Path target = new Path(day, "%s-%05d.parquet".formatted(runId, part++));
        rename(file.getPath(), target);
      }
    }
  }

  private void replace(String name, String text) throws IOException {
    Path temporary = new Path(staging, name);
    try (OutputStream stream = store.create(temporary, true)) {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
    }
    Path target = new Path(folder, name);
    try {
      store.getFileStatus(target);
      store.delete(target, false);
    } catch (FileNotFoundException e) {
      // The first run.
    }
    rename(temporary, target);
  }

  private void rename(Path from, Path to) throws IOException {
    if (!store.rename(from, to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
  }

  private void clear() throws IOException {
    store.delete(staging, true);
  }

  /** Removes what was not published. */
  @Override
  public void close() throws IOException {
    if (!published) {
      clear();
    }
  }
}
