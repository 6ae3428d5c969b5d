package org.g2face.jobs.anonymize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.g2face.io.Sha256;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.input.InputOptions;
import org.g2face.jobs.output.Layout;
import org.g2face.jobs.output.version.OutputMode;
import org.g2face.jobs.progress.Progress;
import org.g2face.jobs.progress.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job whose only process is killed, and another that goes on. */
class KilledDriverTest {
  private static final int IMAGES = 160;
  private static final Duration EXPIRY = Duration.ofMinutes(2);

  @TempDir private static Path folder;

  /** What the process does that will be killed. */
  public static void main(String[] arguments) {
    SparkSession spark =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false").getOrCreate();
    job(spark, 40, Path.of(arguments[0]), "output", OutputMode.standard()).run();
  }

  @Test
  void whatWasFinishedIsTakenUpAndTheRestIsDone() throws Exception {
    for (int i = 0; i < IMAGES; i++) {
      TestImages.write(folder.resolve("input"), "%03d-good.png".formatted(i), i);
    }
    job(TestSpark.session(), 0, folder, "undisturbed", OutputMode.standard()).run();
    Process driver = start();
    try {
      while (finished() < 2) {
        assertThat(driver.isAlive()).as(Files.readString(folder.resolve("log"))).isTrue();
        Thread.sleep(20);
      }
    } finally {
      driver.destroyForcibly().waitFor();
    }
    long before = finished();
    assertThat(folder.resolve("output/manifest.json")).doesNotExist();

    assertThatThrownBy(() -> job(TestSpark.session(), 0, folder, "output", resume(false)).run())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("(process " + driver.pid())
        .hasMessageContaining("--take-over");
    List<String> notes = new ArrayList<>();
    FaceJobResult result =
        job(TestSpark.session(), 0, folder, "output", resume(true))
            .progress(
                new Progress.Display() {
                  @Override
                  public void show(Snapshot snapshot, boolean last) {}

                  @Override
                  public void note(String line) {
                    notes.add(line);
                  }
                })
            .run();

    assertThat(notes).contains(before + " of 10 parts were finished before");
    assertThat(result.published()).isEqualTo(IMAGES);
    assertThat(data("output")).hasSizeGreaterThan(IMAGES).isEqualTo(data("undisturbed"));
    assertThat(folder.resolve("output/.g2face").toFile().list()).containsExactly("versions");
  }

  private static OutputMode resume(boolean takeOver) {
    return new OutputMode(false, true, takeOver, EXPIRY);
  }

  private static Process start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            KilledDriverTest.class.getName(),
            folder.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private static AnonymizeFaces job(
      SparkSession spark, int pace, Path folder, String output, OutputMode access) {
    return new AnonymizeFaces(spark)
        .transform(new FaultyProvider(pace, null))
        .input(List.of(folder.resolve("input").toString()))
        .output(folder.resolve(output).toString())
        .layout(Layout.BOTH)
        .access(access)
        .inputOptions(new InputOptions("image", Optional.empty(), false, 16, 1 << 30));
  }

  private static long finished() throws IOException {
    if (!Files.exists(folder.resolve("output/.g2face"))) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder.resolve("output/.g2face"))) {
      return files.filter(file -> file.toString().matches(".*/packs/\\d+[.]json")).count();
    } catch (UncheckedIOException e) {
      return 0;
    }
  }

  private static Map<String, String> data(String output) throws IOException {
    Path root = folder.resolve(output);
    Map<String, String> data = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString();
        if (!name.startsWith(".g2face") && !name.equals("manifest.json")) {
          data.put(name, Sha256.of(Files.readAllBytes(file)));
        }
      }
    }
    return data;
  }
}
