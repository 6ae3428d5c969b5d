package org.g2face.jobs.cli;

import com.typesafe.config.Config;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.config.Secrets;
import org.g2face.jobs.config.Setting;
import org.g2face.jobs.io.ExternalNetwork;
import org.g2face.jobs.progress.Snapshot;
import org.g2face.jobs.settings.Settings;
import org.g2face.jobs.settings.TrainingSettings;
import org.g2face.jobs.train.DataOptions;
import org.g2face.jobs.train.GeometryTraining;
import org.g2face.jobs.train.IdentityTraining;
import org.g2face.jobs.train.PackagedTraining;
import org.g2face.jobs.train.PriorTraining;
import org.g2face.jobs.train.RankTraining;
import org.g2face.jobs.train.TrainFaces;
import org.g2face.jobs.train.TrainResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "train",
    description = {
      "Trains a model on a packed dataset.",
      "",
      "Started again with the same output it goes on from the newest checkpoint, and after a lost"
          + " executor it does so by itself. The output holds checkpoints/, events/ for"
          + " TensorBoard, samples/, starts/ with the configuration of each start, and at the end"
          + " model/.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  g2face train --config conf/ffhq-256.conf --model models/start \\",
      "      --data packed/ffhq-256 --output runs/first",
      "  g2face train --stage prior --workers 4 --master spark://host:7077 \\",
      "      --model models/start --data packed/ffhq-256 --output runs/prior"
    })
@Under(Heading.TRAINING)
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SparkOptions sparkOptions;
  @Mixin private ConsoleOptions consoleOptions;
  @Mixin private ConfigOptions configOptions;

  @Under(Heading.DATA)
  @Option(names = "--data", paramLabel = "URI", description = "Folder that g2face ingest wrote.")
  private String data;

  @Under(Heading.DATA)
  @Option(names = "--output", paramLabel = "URI", description = "Folder of the run.")
  private String output;

  @Under(Heading.MODEL)
  @Option(
      names = "--model",
      paramLabel = "URI",
      description = "Folder of the model package to start from.")
  private String model;

  @Option(
      names = "--stage",
      paramLabel = "NAME",
      description =
          "What is trained: g2face; prior, a StyleGAN2 that the generator then starts from;"
              + " identity, a compact identity network that learns from a teacher; or geometry, one"
              + " that fits a morphable model to faces. Default: ${bundle:train.stage}.")
  private String stage;

  @Option(
      names = "--teacher",
      paramLabel = "URI",
      description = "For the stage identity: ONNX file of a recogniser; see train.teacher.")
  private String teacher;

  @Option(
      names = "--landmarks",
      paramLabel = "URI",
      description = "For the stage geometry: ONNX file that finds 68 points; see train.landmarks.")
  private String landmarks;

  @Option(
      names = "--pose",
      paramLabel = "URI",
      description = "For the stage geometry: ONNX file that measures poses; see train.pose.")
  private String pose;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "Ranks that train together, each one Spark task. Default: ${bundle:train.workers}.")
  private String workers;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Images on each rank at a time. Default: ${bundle:train.batch-size}.")
  private String batchSize;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "After so many steps training ends. Default: ${bundle:train.steps}.")
  private String steps;

  @Override
  public Integer call() {
    Config config = configOptions.load(given());
    Settings settings = Settings.of(config);
    TrainingSettings job = settings.train();
    DataOptions faces =
        new DataOptions(
            require(job.data(), "data"), job.trainer().batch(), job.order(), job.ahead());
    RankTraining training = training(job);
    String run = require(job.output(), "output");
    try (SparkOptions.Running running = sparkOptions.open("train", settings.spark())) {
      SparkSession spark = running.session();
      TrainResult result =
          new TrainFaces(spark)
              .training(training, job.trainer().steps())
              .data(faces)
              .output(run)
              .cluster(job.cluster())
              .keep(job.keep())
              .recordedConfiguration(Secrets.mask(config))
              .progress(settings.progressInterval(), consoleOptions.lines())
              .run();
      PrintWriter out = spec.commandLine().getOut();
      out.println(describe(result, job));
      out.flush();
      return ExitCode.DONE;
    }
  }

  private static RankTraining training(TrainingSettings job) {
    PackagedTraining packaged = new PackagedTraining(job.trainer(), require(job.model(), "model"));
    return switch (job.stage()) {
      case G2FACE -> packaged;
      case PRIOR -> new PriorTraining(packaged);
      case IDENTITY -> {
        requireFile(job.teacher(), "teacher");
        yield new IdentityTraining(packaged, job.teacher(), job.distillation());
      }
      case GEOMETRY -> {
        requireFile(job.landmarks(), "landmarks");
        if (job.fitting().pose() > 0) {
          requireFile(job.pose(), "pose");
        }
        yield new GeometryTraining(packaged, job.landmarks(), job.pose(), job.fitting());
      }
    };
  }

  private static void requireFile(ExternalNetwork network, String key) {
    if (network.file().isEmpty()) {
      throw new UsageException(
          "no %1$s: give --%1$s, or train.%1$s.file in a configuration file".formatted(key));
    }
  }

  private List<Setting> given() {
    List<Setting> given = new ArrayList<>();
    Setting.add(given, "train.stage", stage, "--stage");
    Setting.add(given, "train.teacher.file", teacher, "--teacher");
    Setting.add(given, "train.landmarks.file", landmarks, "--landmarks");
    Setting.add(given, "train.pose.file", pose, "--pose");
    Setting.add(given, "train.data", data, "--data");
    Setting.add(given, "train.output", output, "--output");
    Setting.add(given, "train.model", model, "--model");
    Setting.add(given, "train.workers", workers, "--workers");
    Setting.add(given, "train.batch-size", batchSize, "--batch-size");
    Setting.add(given, "train.steps", steps, "--steps");
    return given;
  }

  private static String describe(TrainResult result, TrainingSettings job) {
    String restarts =
        result.restarts() == 0
            ? ""
            : String.format(Locale.ROOT, ", with %,d restarts", result.restarts());
    return String.format(
        Locale.ROOT,
        "trained to step %,d in %s%s: %s",
        job.trainer().steps(),
        Snapshot.duration(result.duration().toSeconds()),
        restarts,
        result.output());
  }

  private static String require(Optional<String> value, String key) {
    return value.orElseThrow(
        () ->
            new UsageException(
                "no "
                    + key
                    + ": give --"
                    + key
                    + ", or train."
                    + key
                    + " in a configuration file"));
  }
}
