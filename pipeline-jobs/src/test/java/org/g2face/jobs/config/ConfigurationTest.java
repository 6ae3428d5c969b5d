package org.g2face.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.g2face.jobs.input.InputOptions;
import org.g2face.jobs.input.Limits;
import org.g2face.jobs.output.Layout;
import org.g2face.jobs.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
  @TempDir private Path folder;

  @Test
  void defaultsAreThoseOfTheJobs() {
    Settings settings = Settings.of(Configuration.load(null, Map.of(), List.of()));

    assertThat(settings.input()).isEqualTo(InputOptions.standard());
    assertThat(settings.limits()).isEqualTo(Limits.standard());
    assertThat(settings.anonymize().batchSize()).isEqualTo(1);
    assertThat(settings.anonymize().layout()).isEqualTo(Layout.PARQUET);
    assertThat(settings.anonymize().output()).isEmpty();
    assertThat(settings.inference().cudaDevice()).isEqualTo(-1);
    assertThat(settings.spark()).containsEntry("spark.io.encryption.enabled", "true");
  }

  @Test
  void laterLayersOverrideEarlierOnes() throws IOException {
    Path file =
        write(
            """
            anonymize { batch-size = 2, layout = files, input = [a, b] }
            progress.interval = 1 minute
            spark.executor.memory = 4g
            """);
    Map<String, String> environment =
        Map.of(
            "G2FACE_ANONYMIZE_BATCH_SIZE",
            "3",
            "G2FACE_ANONYMIZE_INPUT",
            "/c d/*.jpg",
            "G2FACE_DRIVER_MEMORY",
            "4g",
            "HOME",
            "/");
    List<Setting> options = List.of(new Setting("anonymize.batch-size", "4", "--batch-size"));

    Settings fromFile = Settings.of(Configuration.load(file, Map.of(), List.of()));
    Settings withEnvironment = Settings.of(Configuration.load(file, environment, List.of()));
    Settings all = Settings.of(Configuration.load(file, environment, options));

    assertThat(fromFile.anonymize().batchSize()).isEqualTo(2);
    assertThat(fromFile.anonymize().layout()).isEqualTo(Layout.FILES);
    assertThat(fromFile.anonymize().input()).containsExactly("a", "b");
    assertThat(fromFile.progressInterval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(fromFile.spark()).containsEntry("spark.executor.memory", "4g");
    assertThat(withEnvironment.anonymize().batchSize()).isEqualTo(3);
    assertThat(withEnvironment.anonymize().input()).containsExactly("/c d/*.jpg");
    assertThat(all.anonymize().batchSize()).isEqualTo(4);
    assertThat(all.anonymize().layout()).isEqualTo(Layout.FILES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "anonymize.batchsize = 3   | anonymize.batchsize is not a key",
        "anonymize.batchsize = 3   | did you mean anonymize.batch-size?",
        "nonsense { deep = 1 }     | nonsense is not a key",
        "photographs.score = 0.5   | did you mean photographs.detector.score or photographs.second-d",
        "photographs.threshold = 1 | mean photographs.detector.score or photographs.most-cosine?",
        "anonymize.batch-size = no | anonymize.batch-size must be a number, not",
        "anonymize.batch-size = 0  | anonymize.batch-size must be at least 1",
        "anonymize.overwrite = 7   | anonymize.overwrite must be true or false",
        "anonymize.input = a       | anonymize.input must be a list",
        "anonymize.layout = zip    | anonymize.layout must be one of parquet, files, both, not zip",
        "anonymize = 3             | anonymize is a section",
        "limits.pixels = -1        | limits.pixels cannot be -1",
        "limits.bytes = 3 parsecs  | bytes",
        "progress.interval = soon  | interval",
        "inference.cuda-device = x | cuda-device",
      })
  void aMistakeNamesTheKeyTheFileAndTheLine(String line, String message) throws IOException {
    Path file = write("# a comment\n" + line + "\n");

    assertThatThrownBy(() -> Settings.of(Configuration.load(file, Map.of(), List.of())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(file + ": 2");
  }

  @Test
  void allMistakesOfAFileAreToldAtOnce() throws IOException {
    Path file = write("anonymize.size = 1\nlimits { pixel = 2 }");

    assertThatThrownBy(() -> Configuration.load(file, Map.of(), List.of()))
        .hasMessageContaining("anonymize.size")
        .hasMessageContaining("limits.pixel is not a key of g2face; did you mean limits.pixels?");
  }

  @Test
  void mistakesOutsideOfFilesAreNamed() {
    assertThatThrownBy(
            () -> Configuration.load(null, Map.of("G2FACE_LIMITS_PIXEL", "1"), List.of()))
        .hasMessageContaining("environment variable G2FACE_LIMITS_PIXEL");
    assertThatThrownBy(
            () -> Configuration.load(null, Map.of("G2FACE_LIMITS_PIXELS", "few"), List.of()))
        .hasMessageContaining("environment variable G2FACE_LIMITS_PIXELS")
        .hasMessageContaining("limits.pixels must be a number");
    assertThatThrownBy(
            () ->
                Configuration.load(
                    null, Map.of(), List.of(new Setting("no.such", "1", "-D no.such"))))
        .hasMessageContaining("-D no.such: no is not a key of g2face");
  }

  @Test
  void sparkKeysMayBeginWithOneAnother() throws IOException {
    Path file =
        write(
            """
            spark { speculation = true, "speculation.interval" = 1s, io.encryption.enabled = false }
            """);
    List<Setting> options =
        List.of(
            new Setting("spark.speculation.quantile", "0.5", "-D"),
            new Setting("spark.executor.heartbeatInterval", "5s", "-D"));

    assertThat(Settings.of(Configuration.load(file, Map.of(), options)).spark())
        .containsEntry("spark.speculation", "true")
        .containsEntry("spark.speculation.interval", "1s")
        .containsEntry("spark.speculation.quantile", "0.5")
        .containsEntry("spark.io.encryption.enabled", "false")
        .containsEntry("spark.executor.heartbeatInterval", "5s");
  }

  @Test
  void brokenAndMissingFilesAreNamed() throws IOException {
    Path broken = write("anonymize {\n layout = \n");

    assertThatThrownBy(() -> Configuration.load(broken, Map.of(), List.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(broken.toString());
    assertThatThrownBy(() -> Configuration.load(folder.resolve("no"), Map.of(), List.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cannot read");
  }

  @Test
  void secretsAreMaskedAndCanBeReadBack() throws IOException {
    Path file = write("spark.authenticate.secret = sesame\nspark.my.Token = hush\n");
    String text = Secrets.render(Configuration.load(file, Map.of(), List.of()), false);

    assertThat(text).doesNotContain("sesame").doesNotContain("hush").contains("secret");
    assertThat(Secrets.render(Configuration.load(file, Map.of(), List.of()), true))
        .doesNotContain("sesame")
        .contains(file + ": 1");
    Settings again = Settings.of(Configuration.load(write(text), Map.of(), List.of()));
    assertThat(again.limits()).isEqualTo(Limits.standard());
  }

  @Test
  void everyKeyHasAnEnvironmentVariableOfItsOwn() {
    List<String> names =
        Keys.leaves(Configuration.reference()).stream()
            .map(key -> Configuration.variable(String.join(".", key)))
            .toList();

    assertThat(names).doesNotHaveDuplicates().contains("G2FACE_LIMITS_FAILURES_IN_A_ROW");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "test", ".conf"), text);
  }
}
