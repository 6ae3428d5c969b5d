package org.g2face.jobs.cli;

import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.g2face.image.ImageDecoder;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.anonymize.FaceNetworks;
import org.g2face.jobs.config.Setting;
import org.g2face.jobs.io.ModelLocation;
import org.g2face.jobs.settings.Settings;
import org.g2face.onnx.Execution;
import org.g2face.photograph.AlignedFaces;
import org.g2face.photograph.FaceFinder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    description = {
      "Shows the whole on a few faces: anonymizes them, recovers them with keys, measures both.",
      "",
      "Every step is a g2face command, which is printed before it runs. Without --input the faces"
          + " are a few that come with g2face, from photographs in the public domain. All that is"
          + " made lies in one folder, with a page that shows the faces: originals, too.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  g2face demo", "  g2face demo --input my-photos/ --output shown/"})
@Under(Heading.DATA)
final class DemoCommand implements Callable<Integer> {
  private static final String FOLDER = "g2face-demo";

  private final FaceNetworks networks;

  @Spec private CommandSpec spec;

  @Option(
      names = "--input",
      arity = "1..*",
      paramLabel = "PATH",
      description =
          "Your own pictures, files or folders of this machine: photographs, or aligned faces.")
  private List<Path> input;

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      description = "Folder for everything. Must not exist. Default: " + FOLDER + ", or the next.")
  private Path output;

  @Under(Heading.MODEL)
  @Option(
      names = "--model",
      paramLabel = "URI",
      description = "Folder of a model package. Default: ${bundle:anonymize.model}.")
  private String model;

  @Under(Heading.MODEL)
  @Option(
      names = "--networks",
      paramLabel = "FILE",
      description =
          "Networks that judge, beside the one that the model was trained with: see"
              + " conf/evaluation.conf.")
  private String judges;

  @Mixin private SparkOptions sparkOptions;
  @Mixin private ConfigOptions configOptions;

  DemoCommand(FaceNetworks networks) {
    this.networks = networks;
  }

  @Override
  public Integer call() throws IOException {
    List<Setting> given = new ArrayList<>();
    Setting.add(given, "anonymize.model", model, "--model");
    Setting.add(given, "evaluate.networks", judges, "--networks");
    Settings settings = Settings.of(configOptions.load(given));
    Configuration hadoop = SparkOptions.hadoop(settings.spark());
    String used =
        settings
            .anonymize()
            .model()
            .orElseThrow(() -> new UsageException("no model: give --model"));
    ModelLocation.of(used, hadoop);
    Path folder = newFolder();
    DemoPictures pictures = pictures(folder.resolve("pictures"), settings, hadoop);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%d faces and %d photographs: %s%n",
        pictures.faces(), pictures.photographs(), folder.resolve("pictures"));
    pictures.notes().forEach(note -> out.println("Note: " + note));
    out.flush();
    Map<String, String> spark = new TreeMap<>(settings.spark());
    // A few faces need no more.
    spark.putIfAbsent("spark.sql.shuffle.partitions", "2");
    try (SparkOptions.Running running = sparkOptions.open("demo", spark)) {
      DemoRun run =
          new DemoRun(
              G2Face.commandLine(networks).setOut(out).setErr(spec.commandLine().getErr()),
              running.session(),
              folder,
              used,
              configOptions.words());
      run.makeKeys();
      run.thereAndBack(pictures.faceFolder(), "--crops", folder);
      if (pictures.photographs() > 0) {
        run.thereAndBack(
            pictures.photographFolder(), "--photographs", folder.resolve("photographs"));
      }
      run.evaluate(pictures.faceFolder(), settings.evaluate().networks().map(Path::of));
    }
    return ExitCode.DONE;
  }

  private DemoPictures pictures(Path folder, Settings settings, Configuration hadoop)
      throws IOException {
    DemoPictures pictures = new DemoPictures(folder);
    if (input == null) {
      return pictures.addSamples();
    }
    try (FaceFinder finder =
        settings.photographs().options().locate(hadoop).openFinder(hadoop, Execution.onCpu(1))) {
      ImageDecoder decoder = new ImageDecoder(settings.limits().image(), true);
      return pictures.add(input, new AlignedFaces(finder), decoder);
    }
  }

  private Path newFolder() throws IOException {
    Path folder = output;
    if (folder == null) {
      folder = Path.of(FOLDER);
      for (int number = 2; Files.exists(folder); number++) {
        folder = Path.of(FOLDER + "-" + number);
      }
    } else if (Files.exists(folder)) {
      throw new UsageException(
          folder + " exists; give another --output, or none for a new " + FOLDER);
    }
    return Files.createDirectories(folder).toAbsolutePath();
  }

  /** How a word is written in a shell. */
  static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./\\-\\[\\]]+")
        ? word
        : "'" + word.replace("'", "'\\''") + "'";
  }

  /** Text as HOCON has it. */
  static String hocon(String text) {
    return ConfigUtil.quoteString(text);
  }
}
