package org.g2face.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.anonymize.PackagedNetworks;
import org.g2face.model.Packages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands in processes of their own that are asked to stop in the middle. */
class StoppedBySignalTest {
  private static final int TERMINATED = 143;
  private static final int INTERRUPTED = 130;

  @TempDir private Path folder;

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-opens"))
        .forEach(command::add);
    Files.createDirectories(folder.resolve("crashes"));
    Files.createDirectories(folder.resolve("tmp"));
    FileUtils.cleanDirectory(folder.resolve("tmp").toFile());
    command.addAll(
        List.of(
            "-Xmx1g",
            // Two threads of libtorch on a busy machine mostly wait for each other, spinning.
            "-XX:ActiveProcessorCount=1",
            "-Djava.io.tmpdir=" + folder.resolve("tmp"),
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + folder.resolve("crashes/%p.log"),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().put("G2FACE_PROGRESS_INTERVAL", "100 ms");
    builder.environment().put("G2FACE_KEYS_PASSPHRASE", "between two chairs");
    return builder.start();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  private void await(Process process, String text) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (!log().contains(text)) {
      assertThat(process.isAlive()).as(log()).isTrue();
      assertThat(System.nanoTime()).as(log()).isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  private void signal(Process process, String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(log()).isTrue();
  }

  private void nothingCrashed() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.map(Path::toString))
          .noneMatch(name -> name.contains("hs_err") || name.matches(".*/(crashes/.*|core.*)"));
    }
    assertThat(log())
        .doesNotContain("SIGSEGV", "NullPointerException", "NNPACK", "Exception:", "\tat ");
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void trainingStopsAfterItsStepAndGoesOn() throws Exception {
    TestSpark.stop();
    for (int i = 0; i < 9; i++) {
      TestImages.write(folder.resolve("faces"), i + ".png", i);
    }
    Packages.compact(folder.resolve("start"));
    Files.writeString(
        folder.resolve("train.conf"),
        """
        train {
          losses { perceptual = 0, mesh = 0, colour = 0, landmarks = 0 }
          batch-size = 2
          checkpoint-every = 1000000
          grid-every = 0
        }
        """);
    int packed =
        G2Face.commandLine(new PackagedNetworks())
            .execute(
                "ingest",
                "--input",
                at("faces"),
                "--output",
                at("data"),
                "--size",
                "32",
                "--validation",
                "0");
    assertThat(packed).isZero();

    Process training = start(train("1000000"));
    await(training, "step 3");
    signal(training, "TERM");

    assertThat(training.exitValue()).as(log()).isEqualTo(TERMINATED);
    nothingCrashed();
    assertThat(log())
        .containsPattern(
            "g2face: stopped by a signal after step \\d+, of which a checkpoint is kept; the same"
                + " command goes on from there\n");
    String kept = folder.resolve("run/checkpoints").toFile().list()[0];
    long step = Long.parseLong(kept.replaceAll("\\D", ""));
    assertThat(log()).contains("after step " + step + ",");

    Process more = start(train(String.valueOf(step + 2)));
    assertThat(more.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(more.exitValue()).as(log()).isZero();
    assertThat(log()).contains("trained to step %,d".formatted(step + 2));
    // Not every step has a line, and none that was made before.
    assertThat(Pattern.compile("step ([\\d,]+) of").matcher(log()).results())
        .isNotEmpty()
        .allMatch(line -> Long.parseLong(line.group(1).replace(",", "")) > step);
  }

  private String[] train(String steps) {
    return new String[] {
      "train",
      "--master",
      "local[2]",
      "--config",
      at("train.conf"),
      "--data",
      at("data"),
      "--model",
      at("start"),
      "--output",
      at("run"),
      "--steps",
      steps
    };
  }

  /** A moment of a job: it has come when its output shows it. */
  private interface Moment {
    boolean hasCome() throws IOException;
  }

  /** Runs a command, sends the signal at that moment, and lets it end. */
  private Process stopAt(Moment moment, String signal, String... command) throws Exception {
    Process job = start(command);
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (!moment.hasCome()) {
      assertThat(job.isAlive()).as(log()).isTrue();
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(5);
    }
    long sent = System.nanoTime();
    signal(job, signal);
    assertThat(System.nanoTime() - sent).as(log()).isLessThan(TimeUnit.SECONDS.toNanos(20));
    nothingCrashed();
    return job;
  }

  @Test
  void anonymizingEndsInOrderAtEveryMomentAndGoesOn() throws Exception {
    for (int i = 0; i < 400; i++) {
      TestImages.write(folder.resolve("faces"), "%03d.png".formatted(i), i);
    }
    Packages.compact(folder.resolve("model"));
    Process keys = start("keys", "create", "--keys", at("keys.json"));
    assertThat(keys.waitFor()).as(log()).isZero();
    List<Moment> moments =
        List.of(
            // Spark starts, files are listed, networks are opened, faces are drawn.
            () -> temporary("blockmgr-"),
            () -> new File(at("out")).exists(),
            () -> new File(at("out/.g2face")).exists(),
            () -> log().contains("of 400 images"),
            () -> log().contains("of 400 images") && finished() > 0);
    for (Moment moment : moments) {
      // What an earlier run has left may look like the moment before this one can be stopped.
      Process job = stopAt(() -> temporary("blockmgr-") && moment.hasCome(), "TERM", anonymize());

      assertThat(job.exitValue()).as(log()).isEqualTo(TERMINATED);
      assertThat(log().lines().filter(line -> line.startsWith("g2face: stopped by a signal")))
          .as(log())
          .hasSize(1);
    }
    assertThat(log())
        .containsPattern(
            "g2face: stopped by a signal; \\d+ of 40 parts are finished and kept; the same command"
                + " goes on from there\n");

    Process published = stopAt(() -> finished() == 40, "INT", anonymize());
    assertThat(published.exitValue()).as(log()).isIn(0, INTERRUPTED);

    Process again = start(anonymize());
    assertThat(again.waitFor(2, TimeUnit.MINUTES)).isTrue();
    if (published.exitValue() != 0) {
      assertThat(again.exitValue()).as(log()).isZero();
      assertThat(log()).contains("40 of 40 parts were finished before").contains("400 published");
    }
  }

  private boolean temporary(String start) {
    return Stream.of(folder.resolve("tmp").toFile().list())
        .anyMatch(name -> name.startsWith(start));
  }

  private String[] anonymize() {
    return new String[] {
      "anonymize",
      "--master",
      "local[1]",
      "--crops",
      "--model",
      at("model"),
      "--keys",
      at("keys.json"),
      "-D",
      "input.images-per-task=10",
      "--input",
      at("faces"),
      "--output",
      at("out")
    };
  }

  @Test
  void anEvaluationEndsInOrder() throws Exception {
    for (int i = 0; i < 400; i++) {
      TestImages.write(folder.resolve("faces"), "%03d.png".formatted(i), i);
    }
    String[] evaluate = {
      "evaluate",
      "--master",
      "local[1]",
      "--original",
      at("faces"),
      "--anonymized",
      at("faces"),
      "--model",
      Packages.compact(folder.resolve("model")).toString(),
      "--output",
      at("numbers")
    };
    Process job = stopAt(() -> log().contains("images"), "TERM", evaluate);

    assertThat(job.exitValue()).as(log()).isEqualTo(TERMINATED);
    assertThat(log()).contains("g2face: stopped by a signal before its end");
  }

  private long finished() throws IOException {
    if (!Files.exists(folder.resolve("out/.g2face"))) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder.resolve("out/.g2face"))) {
      return files.filter(file -> file.toString().matches(".*/packs/\\d+[.]json")).count();
    } catch (java.io.UncheckedIOException e) {
      return 0;
    }
  }
}
