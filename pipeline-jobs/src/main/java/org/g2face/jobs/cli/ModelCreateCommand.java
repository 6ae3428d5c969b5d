package org.g2face.jobs.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.g2face.anonymize.KnownQuestions;
import org.g2face.checkpoint.CheckpointImport;
import org.g2face.checkpoint.ImportReport;
import org.g2face.checkpoint.Origin;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.Version;
import org.g2face.jobs.io.HadoopFileStore;
import org.g2face.jobs.output.StagedOutput;
import org.g2face.jobs.settings.Settings;
import org.g2face.model.Architecture;
import org.g2face.onnx.Execution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "create",
    description = {
      "Makes a package of new networks, which know nothing yet.",
      "",
      "How they are built is told by the section architecture of the configuration file. Everything"
          + " that can be learned is drawn at random; what cannot, because it is given to training,"
          + " is taken from files.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  g2face model create --config conf/compact-128.conf \\",
      "      --morphable ict_face_model.mat \\",
      "      --perceptual squeezenet-lpips.safetensors --output models/start"
    })
@Under(Heading.DATA)
final class ModelCreateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions configOptions;

  @Option(
      names = "--perceptual",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Weights of LPIPS: the backbone's and the linear layers'; for training.")
  private List<Path> perceptual = List.of();

  @Option(
      names = "--morphable",
      paramLabel = "FILE",
      description = "Morphable model in the layout of BFM_model_front.mat; for training.")
  private Path morphable;

  @Option(
      names = "--identity",
      paramLabel = "FILE",
      description = {
        "Identity network that is trained already: MobileFaceNet as an ONNX file, or an IResNet as a"
            + " PyTorch checkpoint."
      })
  private Path identity;

  @Option(
      names = "--geometry",
      paramLabel = "FILE",
      description = {
        "Geometry network that is trained already: geometry.safetensors of another package, or"
            + " Deep3DFaceRecon's checkpoint."
      })
  private Path geometry;

  @Under(Heading.MODEL)
  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Draws the weights. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Under(Heading.MODEL)
  @Option(
      names = "--licence",
      paramLabel = "TEXT",
      defaultValue = "not stated",
      description = "Licence of the files, for the package's record.")
  private String licence;

  @Option(
      names = "--output",
      paramLabel = "URI",
      required = true,
      description = "Folder for the model package; it appears when it is complete.")
  private String output;

  @Option(names = "--overwrite", description = "Replaces an existing package.")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    Architecture architecture =
        Settings.of(configOptions.load(List.of()))
            .architecture()
            .orElseThrow(
                () ->
                    new UsageException(
                        "no architecture: give --config a file with a section architecture"));
    Configuration hadoop = new Configuration();
    try (StagedOutput staged = StagedOutput.create(output, hadoop, overwrite)) {
      HadoopFileStore folder = HadoopFileStore.of(staged.staging().toString(), hadoop);
      ImportReport report = files(architecture).into(folder);
      KnownQuestions.record(folder, Execution.onCpu(1));
      staged.publish();
      new PackageReport(report, staged.target().toString())
          .print("created", spec.commandLine().getOut());
    }
    return ExitCode.DONE;
  }

  private CheckpointImport files(Architecture architecture) {
    CheckpointImport files =
        new CheckpointImport("g2face " + Version.g2face(), LocalDate.now(ZoneOffset.UTC).toString())
            .fresh(architecture, seed);
    perceptual.forEach(file -> files.lpips(origin(file)));
    if (identity != null) {
      files.arcface(origin(identity));
    }
    if (geometry != null) {
      files.d3dfr(origin(geometry));
    }
    if (morphable != null) {
      files.bfm(origin(morphable));
    }
    return files;
  }

  private Origin origin(Path file) {
    return new Origin(file, licence, "not stated");
  }
}
