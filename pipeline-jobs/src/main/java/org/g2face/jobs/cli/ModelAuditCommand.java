package org.g2face.jobs.cli;

import com.typesafe.config.Config;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.evaluate.AuditModel;
import org.g2face.jobs.evaluate.EvaluationConf;
import org.g2face.jobs.io.HadoopFileStore;
import org.g2face.jobs.io.ModelLocation;
import org.g2face.jobs.settings.Settings;
import org.g2face.model.ModelPackage;
import org.g2face.model.PrivacyAudit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "audit",
    description = {
      "Attacks a model: who is recognised, and what comes back without the keys.",
      "",
      "The numbers are printed, and written into the package, where everyone who uses it meets"
          + " them. Take faces and recognisers that had no part in its training. Each face is"
          + " anonymized three times and recovered seven times, in this process.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  g2face model audit --model models/mine --faces faces/",
      "  g2face model audit --model models/mine --faces lfw/ --people people.csv \\",
      "      --networks conf/evaluation.conf --dry-run"
    })
@Under(Heading.DATA)
final class ModelAuditCommand implements Callable<Integer> {
  private static final int EVERY = 25;

  @Spec private CommandSpec spec;
  @Mixin private SparkOptions sparkOptions;
  @Mixin private ConsoleOptions consoleOptions;
  @Mixin private ConfigOptions configOptions;

  @Option(
      names = "--model",
      paramLabel = "URI",
      required = true,
      description = "Folder of a model package; its model.conf is replaced.")
  private String model;

  @Option(
      names = "--faces",
      arity = "1..*",
      required = true,
      paramLabel = "URI",
      description = "Aligned faces that the model was not trained on. Repeatable.")
  private List<String> faces;

  @Option(
      names = "--people",
      paramLabel = "URI",
      description =
          "Table of who is who, CSV or Parquet with the columns image_id and subject, for the"
              + " attack that learns from anonymized pictures.")
  private String people;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "300",
      description = "How many faces at most. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Decides on which faces. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Under(Heading.MEASURES)
  @Option(
      names = "--networks",
      paramLabel = "FILE",
      description =
          "More recognisers that judge, beside the one that comes along: see"
              + " conf/evaluation.conf.")
  private String networksFile;

  @Under(Heading.MEASURES)
  @Option(
      names = "--networks-folder",
      paramLabel = "URI",
      description = "Folder of the recognisers' files. Default: what --networks says.")
  private String networksFolder;

  @Option(names = "--dry-run", description = "Prints the numbers, and leaves the package alone.")
  private boolean dryRun;

  @Override
  public Integer call() throws IOException {
    if (!dryRun && model.startsWith(ModelLocation.BUILTIN)) {
      throw new UsageException(
          model + " lies in g2face's own jar and cannot be written; give --dry-run, or the folder");
    }
    Config config = configOptions.load(List.of());
    Settings settings = Settings.of(config);
    PrintWriter out = spec.commandLine().getOut();
    AuditModel.Result result;
    ModelPackage written = null;
    try (SparkOptions.Running running = sparkOptions.open("model audit", settings.spark())) {
      Configuration hadoop = running.session().sparkContext().hadoopConfiguration();
      AuditModel audit =
          new AuditModel(
              running.session(),
              model,
              faces,
              Optional.ofNullable(people),
              count,
              seed,
              networksFile == null
                  ? EvaluationConf.none()
                  : EvaluationConf.read(
                      networksFile, Optional.ofNullable(networksFolder), List.of(), hadoop),
              settings.inference(),
              settings.input(),
              settings.limits());
      result = run(audit, hadoop);
      if (!dryRun) {
        written =
            ModelPackage.load(HadoopFileStore.of(model, hadoop))
                .withAudit(HadoopFileStore.of(model, hadoop), result.audit());
      }
    }
    new AuditTable(result.audit(), result.findings().byJudge()).print(out);
    List<String> objections =
        PrivacyAudit.objections(Optional.of(result.audit()), result.audit().fingerprint());
    AuditTable.object(objections, out);
    if (written != null) {
      out.println("written into " + written);
    }
    out.flush();
    return objections.isEmpty() ? ExitCode.DONE : ExitCode.GATE_FAILED;
  }

  private AuditModel.Result run(AuditModel audit, Configuration hadoop) throws IOException {
    Path scratch =
        new Path(System.getProperty("java.io.tmpdir"), "g2face-audit-" + UUID.randomUUID());
    FileSystem local = FileSystem.getLocal(hadoop);
    Consumer<String> lines = consoleOptions.lines();
    try {
      return audit.run(
          local.makeQualified(scratch),
          (done, of) -> {
            if (done % EVERY == 0 || done == of) {
              lines.accept("%,d of %,d faces".formatted(done, of));
            }
          });
    } finally {
      local.delete(scratch, true);
    }
  }
}
