package org.g2face.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.g2face.Fixtures;
import org.g2face.anonymize.FaceTransformProvider;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.anonymize.FaceNetworks;
import org.g2face.jobs.anonymize.TestProvider;
import org.g2face.jobs.privacy.PayloadConfig;
import org.g2face.jobs.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class G2FaceTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  @AfterEach
  void stopTheSharedSession() {
    TestSpark.stop();
  }

  @Test
  void helpTellsEveryOptionItsDefaultAndTheExitCodes() {
    assertThat(run("anonymize", "--help")).isZero();

    assertThat(out.toString())
        .contains("--input", "--output", "--model", "--layout", "--batch-size", "--master")
        .contains("at once. Default: 1.")
        .contains("Default: tell.")
        .containsPattern("3 +done, but images were quarantined")
        .contains("130, 143")
        .doesNotContain("bundle:");
  }

  @Test
  void everyCommandExplainsItself() {
    List<CommandLine> commands = new ArrayList<>();
    collect(G2Face.commandLine(new TestNetworks()), commands);

    assertThat(commands).hasSizeGreaterThanOrEqualTo(6);
    for (CommandLine command : commands) {
      assertThat(command.getUsageMessage())
          .as(command.getCommandName())
          .contains("Exit codes:", "--help", "--verbose")
          .doesNotContain("bundle:");
      assertThat(command.getCommandSpec().usageMessage().description())
          .as(command.getCommandName())
          .isNotEmpty();
    }
  }

  @Test
  void mistakesAreOneLineAndExitCode2() {
    assertThat(run("anonymize", "--input", "x", "--model", "pixels")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            "g2face: no output: give --output, or anonymize.output in a configuration file\n");
    String absent = "builtin:no-such-model";
    assertThat(run("anonymize", "--input", "x", "--output", "y", "--model", absent)).isEqualTo(2);
    assertThat(err.toString()).contains("has no model " + absent, "give --model");
    assertThat(run("anonymize", "--no-such-option")).isEqualTo(2);
    assertThat(run("no-such-command")).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
    assertThat(run("model")).isEqualTo(2);
    assertThat(run("anonymize", "--batch-size", "none", "--input", "x")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--batch-size: anonymize.batch-size must be a number")
        .doesNotContain("\tat ");
  }

  @Test
  void aMissingInputIsToldWithoutAStackTrace() {
    assertThat(anonymize("nowhere")).isEqualTo(2);

    assertThat(err.toString())
        .isEqualTo("g2face: the input " + folder.resolve("nowhere") + " does not exist\n");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void quarantinedImagesAreExitCode3UnlessIgnored() throws IOException {
    TestImages.write(folder.resolve("faces"), "good.png", 1);
    TestImages.write(folder.resolve("faces"), "bad.png", new byte[0]);

    assertThat(anonymize("faces")).isEqualTo(3);
    assertThat(out.toString()).contains("1 published, 1 quarantined (empty 1), 0 ignored");
    assertThat(anonymize("faces", "--overwrite", "--on-quarantine", "ignore")).isZero();
    assertThat(anonymize("faces")).as("the output exists").isEqualTo(2);
  }

  @Test
  void quietJobsPrintResultsAndErrorsOnly() throws IOException {
    TestImages.write(folder.resolve("faces"), "good.png", 1);
    String[] words = {"anonymize", "--input", at("faces"), "--output", at("out"), "--quiet"};
    PrintStream console = System.err;
    ByteArrayOutputStream progress = new ByteArrayOutputStream();

    System.setErr(new PrintStream(progress, true, StandardCharsets.UTF_8));
    try {
      assertThat(run(words)).isZero();
      assertThat(progress.toString(StandardCharsets.UTF_8)).doesNotContain("images (");
    } finally {
      System.setErr(console);
    }
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString()).startsWith("1 published").hasLineCount(1);
    assertThat(run(words)).isEqualTo(2);
    assertThat(err.toString()).contains("exists");
  }

  @Test
  void aListOfPairsThatIsNoneIsToldBeforeSparkStarts() throws IOException {
    Files.writeString(folder.resolve("pairs.txt"), "a.jpg b.jpg\n");

    assertThat(run("evaluate", "--original", "x", "--output", "y", "--pairs", at("pairs.txt")))
        .isEqualTo(2);
    assertThat(err.toString()).contains("neither a CSV file").contains("LFW's pairs.txt");
    assertThat(SparkSession.getDefaultSession().isEmpty()).isTrue();
  }

  @Test
  void resumingWhatIsDoneDoesNothingAndAnotherJobIsRefused() throws IOException {
    TestImages.write(folder.resolve("faces"), "good.png", 1);
    Files.writeString(folder.resolve("passphrase"), "for this test alone\n");
    run("keys", "create", "--keys", at("keys.json"), "--passphrase-file", at("passphrase"));
    out.getBuffer().setLength(0);

    assertThat(recoverably("faces")).isZero();
    assertThat(recoverably("faces", "--resume")).isZero();
    assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("1 published"));
    assertThat(folder.resolve("out/manifest.json")).content().contains("\"version\" : 1");
    assertThat(recoverably("faces", "--resume", "--batch-size", "2")).isEqualTo(2);
    assertThat(err.toString()).contains("cannot resume", "batch size: was 1, is 2");
  }

  @Test
  void whatIsIrreversibleIsNotResumed() throws IOException {
    TestImages.write(folder.resolve("faces"), "good.png", 1);

    assertThat(anonymize("faces")).isZero();
    assertThat(anonymize("faces", "--resume")).isEqualTo(2);
    assertThat(err.toString()).contains("cannot resume: an irreversible run");
  }

  @Test
  void hashedNamesLeaveNoTrace() throws IOException {
    TestImages.write(folder.resolve("jane"), "good.png", 1);

    assertThat(anonymize("jane", "--hash-names")).isZero();
    assertThat(folder.resolve("out/manifest.json")).content().doesNotContain("jane", "good.png");
  }

  @Test
  void aFailedJobIsExitCode1() throws IOException {
    TestImages.write(folder.resolve("faces"), "throw.png", 1);

    assertThat(anonymize("faces", "-D", "limits.failures-in-a-row=1")).isEqualTo(1);

    assertThat(err.toString())
        .contains("g2face: the networks failed for 1 images in a row")
        .doesNotContain("\tat ");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void verbosePrintsTheStackTrace() throws IOException {
    TestImages.write(folder.resolve("faces"), "throw.png", 1);

    anonymize("faces", "--verbose", "-D", "limits.failures-in-a-row=1");

    assertThat(err.toString()).contains("\tat ").contains("ArithmeticException");
  }

  @Test
  void configPrintsWhatAJobWouldRunWith() {
    assertThat(run("config", "-D", "spark.authenticate.secret=sesame", "-D", "limits.pixels=77"))
        .isZero();

    assertThat(out.toString()).contains("pixels=\"77\"").doesNotContain("sesame");
  }

  @Test
  void modelDescribePrintsThePublishedSizes() {
    assertThat(run("model", "describe")).isZero();

    assertThat(out.toString()).containsPattern("generator +81,185,014 +266\\.98");
  }

  @Test
  void importsACheckpointThatDescribeThenExplains() {
    String checkpoint = Fixtures.path("golden/checkpoint_narrow.pth").toString();
    String model = folder.resolve("a model").toString();

    assertThat(run("import", "--g2face", checkpoint, "--output", model)).isZero();
    assertThat(out.toString())
        .contains("imported generator, style-mapper, dummy-identity, password-extractor")
        .contains("not in these files: identity, geometry, perceptual, morphable");
    assertThat(run("import", "--g2face", checkpoint, "--output", model)).isEqualTo(2);
    assertThat(run("model", "describe", "--model", model)).isZero();
    assertThat(out.toString()).contains("from checkpoint_narrow.pth, SHA-256");
    assertThat(folder.toFile().list()).containsExactly("a model");
  }

  @Test
  void aFileThatIsNoCheckpointLeavesNothingBehind() throws IOException {
    Path file =
        TestImages.write(folder, "G2Face.pth", "not a checkpoint".getBytes(StandardCharsets.UTF_8));

    assertThat(
            run("import", "--g2face", file.toString(), "--output", folder.resolve("m").toString()))
        .isEqualTo(1);
    assertThat(err.toString()).contains("G2Face.pth").doesNotContain("\tat ");
    assertThat(folder.toFile().list()).containsExactly("G2Face.pth");
  }

  private int anonymize(String input, String... more) {
    return anonymize(List.of("--mode", "irreversible"), input, more);
  }

  private int recoverably(String input, String... more) {
    return anonymize(
        List.of("--crops", "--keys", at("keys.json"), "--passphrase-file", at("passphrase")),
        input,
        more);
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private int anonymize(List<String> mode, String input, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "anonymize",
                "--input",
                folder.resolve(input).toString(),
                "--output",
                folder.resolve("out").toString(),
                "--model",
                "inverter",
                "--master",
                "local[2]"));
    arguments.addAll(mode);
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private int run(String... arguments) {
    return G2Face.commandLine(new TestNetworks())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private static void collect(CommandLine command, List<CommandLine> commands) {
    commands.add(command);
    command.getSubcommands().values().forEach(child -> collect(child, commands));
  }

  private static final class TestNetworks implements FaceNetworks {
    @Override
    public FaceTransformProvider anonymizer(
        String model, Settings settings, PayloadConfig concealment, Configuration hadoop) {
      return new TestProvider();
    }

    @Override
    public FaceTransformProvider recoverer(
        String model, Settings settings, PayloadConfig concealment, Configuration hadoop) {
      return new TestProvider();
    }
  }
}
