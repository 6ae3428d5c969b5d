package org.g2face.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX Runtime in a home folder of its own, with what the launcher gives it. */
class TelemetryTest {
  @TempDir private Path folder;

  @Test
  void nothingIsKeptInTheHomeFolder() throws Exception {
    Path home = Files.createDirectories(folder.resolve("home"));
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "model",
                "answers",
                "--model",
                "builtin:compact-128",
                "--check")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    Map<String, String> environment = builder.environment();
    environment.remove("ORT_DISABLE_TELEMETRY");
    environment.remove("XDG_CACHE_HOME");
    environment.put("HOME", home.toString());
    for (String line : Files.readAllLines(Path.of("..", "deploy", "bin", "g2face"))) {
      if (line.startsWith("export ")) {
        String[] variable = line.substring("export ".length()).split("=", 2);
        environment.put(variable[0], variable[1]);
      }
    }

    assertThat(builder.start().waitFor()).as(Files.readString(folder.resolve("log"))).isZero();
    try (Stream<Path> files = Files.walk(home)) {
      assertThat(files).containsExactly(home);
    }
  }
}
