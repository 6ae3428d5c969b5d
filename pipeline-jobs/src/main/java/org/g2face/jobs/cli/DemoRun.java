package org.g2face.jobs.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.evaluate.measure.Measure;
import org.g2face.jobs.evaluate.measure.MetricFolder;
import org.g2face.jobs.evaluate.measure.MetricRow;
import picocli.CommandLine;

/** The steps of a demonstration: commands that run one after the other, all on one session. */
final class DemoRun {
  /** The judge that every package brings along. */
  private static final String OWN_JUDGE = "training-recogniser";

  private static final int PASSPHRASE_BYTES = 24;

  private final CommandLine commands;
  private final SparkSession spark;
  private final Path folder;
  private final String model;
  private final List<String> configuration;
  private final List<String> keys;
  private int steps;

  /**
   * @param commands all of g2face
   * @param folder where everything goes
   * @param model URI of the package
   * @param configuration words that each command with a configuration gets
   */
  DemoRun(
      CommandLine commands,
      SparkSession spark,
      Path folder,
      String model,
      List<String> configuration) {
    this.commands = commands;
    this.spark = spark;
    this.folder = folder;
    this.model = model;
    this.configuration = configuration;
    this.keys = List.of("--keys", at("keys.json"), "--passphrase-file", at("passphrase"));
    commands.getSubcommands().values().stream()
        .flatMap(command -> command.getCommandSpec().mixins().values().stream())
        .map(CommandLine.Model.CommandSpec::userObject)
        .filter(SparkOptions.class::isInstance)
        .forEach(options -> ((SparkOptions) options).share(spark));
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  /** Makes keys, and a passphrase that lies beside them, as those of a real dataset must not. */
  void makeKeys() throws IOException {
    byte[] random = new byte[PASSPHRASE_BYTES];
    new SecureRandom().nextBytes(random);
    Path passphrase = folder.resolve("passphrase");
    Files.createFile(passphrase);
    if (passphrase.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-------"));
    }
    Files.writeString(
        passphrase, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
    step(
        "Keys (their passphrase lies beside them, for this is a demonstration)",
        List.of("keys", "create"),
        keys);
  }

  /**
   * Anonymizes pictures and recovers them.
   *
   * @param kind the option that tells what they are
   * @param to folder for both datasets
   */
  void thereAndBack(Path pictures, String kind, Path to) throws IOException {
    String where = kind.equals("--crops") ? "" : ", in whole photographs";
    String anonymized = to.resolve("anonymized").toString();
    String recovered = to.resolve("recovered").toString();
    step(
        "New faces, in which the true ones are hidden, encrypted" + where,
        List.of("anonymize", kind, "--layout", "both", "--model", model, "--accept-weak-model"),
        List.of("--input", pictures.toString(), "--output", anonymized),
        keys,
        configuration);
    if (published(to.resolve("anonymized")) == 0) {
      commands.getOut().println("Nothing was published, so that there is nothing to recover.");
      return;
    }
    step(
        "The true faces, from the new pictures and the keys alone" + where,
        List.of("recover", kind, "--layout", "both", "--model", model),
        List.of("--input", anonymized, "--output", recovered),
        keys,
        configuration);
  }

  private static long published(Path dataset) throws IOException {
    return new ObjectMapper()
        .readTree(dataset.resolve("manifest.json").toFile())
        .at("/counts/published")
        .asLong();
  }

  /**
   * Measures what became of the faces, and tells the numbers that matter.
   *
   * @param more a file that declares other judges
   */
  void evaluate(Path originals, Optional<Path> more) throws IOException {
    if (published(folder.resolve("anonymized")) == 0) {
      throw new JobFailedException("no face could be anonymized; see " + at("anonymized"), null);
    }
    // A model that has learned nothing hides nothing that opens.
    List<String> recovered =
        published(folder.resolve("recovered")) == 0
            ? List.of()
            : List.of("--recovered", at("recovered"));
    Path judges = folder.resolve("judges.conf");
    Files.writeString(judges, judges(more), StandardCharsets.UTF_8);
    PrintWriter console = commands.getOut();
    StringWriter tables = new StringWriter();
    // The tables are in the report; here a few of their numbers follow.
    commands.setOut(new PrintWriter(tables, true));
    step(
        console,
        "How well that went",
        List.of("evaluate", "--faces", "--model", model, "--networks", judges.toString()),
        List.of("--original", originals.toString(), "--output", at("evaluation")),
        List.of("--anonymized", at("anonymized")),
        recovered,
        List.of("-D", "evaluate.timed=2", "-D", "evaluate.partitions=2"),
        keys,
        configuration);
    commands.setOut(console);
    tell(console, new MetricFolder(spark, at("evaluation")).history());
    console.println();
    console.println("Pictures and numbers: " + page());
    console.println("The page shows originals: keep it like them. Everything else: " + folder);
    console.flush();
  }

  /** The package's own network, and what the person has. */
  private String judges(Optional<Path> more) {
    StringBuilder text = new StringBuilder();
    more.map(Path::toAbsolutePath)
        .ifPresent(
            file ->
                text.append("folder = ")
                    .append(DemoCommand.hocon(file.getParent().toString()))
                    .append("\ninclude file(")
                    .append(DemoCommand.hocon(file.toString()))
                    .append(")\n"));
    return text.append("# The model was trained with this one, so that it is partial.\n")
        .append("networks.")
        .append(OWN_JUDGE)
        .append(" { kind = package, package = ")
        .append(DemoCommand.hocon(model))
        .append(" }\n")
        .toString();
  }

  private static void tell(PrintWriter console, List<MetricRow> rows) {
    console.println();
    line(console, rows, Measure.OPENING_RATE, "hidden identities that open with the keys");
    line(console, rows, Measure.BIT_ERROR_RATE, "hidden bits that are read wrongly");
    line(console, rows, Measure.IDENTITY_COSINE, "likeness of new to true faces (same: 1)");
    line(console, rows, Measure.RECOVERED_COSINE, "likeness of recovered to true faces");
    line(console, rows, Measure.PSNR, "recovered pictures, in decibels");
    line(console, rows, Measure.SSIM, "recovered pictures, structure (same: 1)");
    line(console, rows, Measure.SECONDS_PER_IMAGE, "seconds for a face on one core");
  }

  private static void line(
      PrintWriter console, List<MetricRow> rows, Measure measure, String words) {
    rows.stream()
        .filter(row -> row.measure() == measure && row.measured().isPresent())
        .filter(row -> !row.model().equals(MetricRow.ORIGINAL))
        .map(
            row ->
                String.format(
                    Locale.ROOT,
                    "  %8.4f  %s%s",
                    row.value(),
                    words,
                    row.network().isEmpty() ? "" : ", by " + row.network()))
        .distinct()
        .forEach(console::println);
  }

  private Path page() throws IOException {
    Path page = folder.resolve("report.html");
    try (Stream<Path> reports = Files.list(folder.resolve("evaluation/reports"))) {
      Path report =
          reports.filter(file -> file.toString().endsWith(".html")).findFirst().orElseThrow();
      return Files.copy(report, page);
    }
  }

  @SafeVarargs
  private void step(String title, List<String>... words) {
    step(commands.getOut(), title, words);
  }

  @SafeVarargs
  private void step(PrintWriter console, String title, List<String>... words) {
    List<String> line = new ArrayList<>();
    for (List<String> part : words) {
      line.addAll(part);
    }
    steps++;
    console.printf("%n%d. %s%n", steps, title);
    console.println(
        "   g2face " + String.join(" ", line.stream().map(DemoCommand::quoted).toList()));
    console.flush();
    int code = commands.execute(line.toArray(String[]::new));
    if (code == ExitCode.FAILED || code == ExitCode.WRONG_USAGE) {
      throw new JobFailedException(
          "the demonstration stops here; what was made is in " + folder, null);
    }
  }
}
