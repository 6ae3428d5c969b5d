package org.g2face.jobs.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;

/** At the end of each of Spark's jobs, keeps its local files and what its web pages show. */
public final class TraceKeeper extends SparkListener {
  private static volatile Path kept = Path.of("");

  private int job;

  /** Where to keep it. */
  static void keepIn(Path folder) {
    kept = folder;
  }

  @Override
  public void onJobEnd(SparkListenerJobEnd end) {
    SparkContext context = SparkContext.getOrCreate();
    try {
      Path to = Files.createDirectories(kept.resolve("job-" + job++));
      copy(Path.of(context.getConf().get("spark.local.dir")), to.resolve("local"));
      if (context.uiWebUrl().isDefined()) {
        for (String page : List.of("environment", "jobs", "stages", "storage", "executors")) {
          save(context.uiWebUrl().get() + "/" + page + "/", to.resolve(page + ".html"));
        }
        save(
            context.uiWebUrl().get()
                + "/api/v1/applications/"
                + context.applicationId()
                + "/environment",
            to.resolve("environment.json"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void save(String url, Path file) throws IOException {
    try (InputStream page = URI.create(url).toURL().openStream()) {
      Files.write(file, page.readAllBytes());
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }
}
