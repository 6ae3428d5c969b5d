package org.g2face.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher with a Java that only says which one it is. */
class LauncherTest {
  @TempDir private Path folder;

  /** What the launcher printed on both streams, and its exit code. */
  private record Said(int code, String text) {}

  @BeforeEach
  void install() throws IOException {
    Path launcher = Path.of("..", "deploy", "bin", "g2face");
    Files.createDirectories(folder.resolve("deploy/bin"));
    Files.copy(launcher, folder.resolve("deploy/bin/g2face"));
    Files.createDirectories(folder.resolve("pipeline-jobs/target/dist/lib"));
    Files.createFile(folder.resolve("pipeline-jobs/target/dist/pipeline-jobs-0.jar"));
  }

  private Said start(String version) throws IOException, InterruptedException {
    Path java = folder.resolve("home/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(
        java,
        """
        #!/bin/sh
        if [ "$1" = -version ]; then
          echo 'Picked up JAVA_TOOL_OPTIONS: -Dx=y' >&2
          echo 'openjdk version "%s" 2025-01-01' >&2
          echo 'OpenJDK Runtime Environment (build 1)' >&2
        else
          echo "started $*"
        fi
        """
            .formatted(version));
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return start(folder.resolve("home"));
  }

  private Said start(Path home) throws IOException, InterruptedException {
    return start(home, List.of("--version"), Map.of());
  }

  private Said start(Path home, List<String> words, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("bash", folder.resolve("deploy/bin/g2face").toString()));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeAll(Set.of("SPARK_HOME", "G2FACE_JAVA_OPTS"));
    builder.environment().put("JAVA_HOME", home.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }

  @Test
  void java17Starts() throws Exception {
    Said said = start("17.0.15");

    assertThat(said.text()).startsWith("started ").contains("org.g2face.jobs.cli.Main --version");
    assertThat(said.code()).isZero();
  }

  @Test
  void theHelpOfAJobNeedsNoSpark() throws Exception {
    start("17");
    Path home = folder.resolve("home");
    Map<String, String> spark = Map.of("SPARK_HOME", folder.resolve("absent").toString());

    assertThat(start(home, List.of("help", "anonymize"), spark).text()).startsWith("started ");
    assertThat(start(home, List.of("anonymize"), spark).text()).contains("no bin/spark-submit");
  }

  @Test
  void aCrashIsReportedOutsideTheWorkingDirectory() throws Exception {
    assertThat(start("17").text()).containsPattern("-XX:ErrorFile=/\\S+/g2face-crash-%p.log");
    Path home = folder.resolve("home");
    for (String absent : List.of(folder.resolve("absent").toString(), "tmp")) {
      assertThat(start(home, List.of("version"), Map.of("TMPDIR", absent)).text())
          .contains("-XX:ErrorFile=/tmp/g2face-crash-%p.log");
    }
  }

  @Test
  void java21StartsAndIsTold() throws Exception {
    Said said = start("21.0.4");

    assertThat(said.text())
        .contains("g2face: is tested with Java 17; " + folder.resolve("home/bin/java"))
        .contains("is Java 21.0.4")
        .contains("started ");
  }

  @ParameterizedTest
  @CsvSource({"25.0.3", "25-ea", "11.0.22", "1.8.0_402", "23", "99999999999999999999", "1.4"})
  void anotherJavaIsRefusedByItsVersionItsPathAndWhatToDo(String version) throws Exception {
    Said said = start(version);

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text())
        .isEqualTo(
            "g2face: needs Java 17, and %s is Java %s: install a JDK 17 (such as the package"
                    .formatted(folder.resolve("home/bin/java"), version)
                + " openjdk-17-jdk-headless), or set JAVA_HOME to one\n");
  }

  @ParameterizedTest
  @CsvSource({"1.x", "unknown", "''"})
  void aVersionThatIsNoneIsTold(String version) throws Exception {
    Said said = start(version);

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text())
        .startsWith("g2face: needs Java 17, and ")
        .contains("home/bin/java does not tell its version: install a JDK 17")
        .doesNotContain("integer", "line ");
  }

  /** As with nonsense in JAVA_TOOL_OPTIONS. */
  @Test
  void aJavaThatDoesNotStartIsQuoted() throws Exception {
    start("17");
    Files.writeString(
        folder.resolve("home/bin/java"),
        """
        #!/bin/sh
        echo "Unrecognized VM option 'Nonsense'" >&2
        echo "Error: Could not create the Java Virtual Machine." >&2
        exit 1
        """);
    Said said = start(folder.resolve("home"));

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text())
        .isEqualTo(
            "g2face: needs Java 17, and %s does not start (\"Unrecognized VM option 'Nonsense' Error:"
                    .formatted(folder.resolve("home/bin/java"))
                + " Could not create the Java Virtual Machine.\"); look at JAVA_TOOL_OPTIONS and"
                + " JDK_JAVA_OPTIONS, or install a JDK 17 (such as the package"
                + " openjdk-17-jdk-headless), or set JAVA_HOME to one\n");
  }

  @Test
  void nativeLibrariesKeepNothingAndDoNotSpin() throws Exception {
    start("17");
    Path java = folder.resolve("home/bin/java");
    Files.writeString(
        java,
        Files.readString(java)
            .replace("started $*", "$ORT_DISABLE_TELEMETRY $OPENBLAS_THREAD_TIMEOUT"));

    assertThat(start(folder.resolve("home")).text()).isEqualTo("1 4\n");
  }

  @Test
  void noJavaIsTold() throws Exception {
    Said said = start(folder.resolve("nowhere"));

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text()).contains("there is no " + folder.resolve("nowhere/bin/java"));
  }
}
