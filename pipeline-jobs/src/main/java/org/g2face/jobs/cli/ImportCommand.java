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
import org.g2face.onnx.Execution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "import",
    customSynopsis = "g2face import --g2face FILE [--arcface FILE] ... --output URI [OPTIONS]",
    description = {
      "Makes a model package of the files that the authors of the networks distribute.",
      "",
      "A .pth file is a program; only tensors, containers, numbers and text are taken out of it,"
          + " and anything else is refused by name. Both forms that torch.save writes are read.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  g2face import --g2face G2Face.pth --arcface ms1mv3_arcface_r50.pth \\",
      "      --d3dfr epoch_20.pth --output models/g2face-256"
    })
@Under(Heading.DATA)
final class ImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--g2face",
      paramLabel = "FILE",
      description = "G2Face.pth: the generator and the networks that were trained with it.")
  private Path g2face;

  @Option(
      names = "--arcface",
      paramLabel = "FILE",
      description = "Identity network, such as ms1mv3_arcface_r50.pth.")
  private Path arcface;

  @Option(
      names = "--d3dfr",
      paramLabel = "FILE",
      description = "Geometry network of Deep3DFaceRecon, such as epoch_20.pth.")
  private Path d3dfr;

  @Option(
      names = "--bfm",
      paramLabel = "FILE",
      description = "Morphable model, such as BFM_model_front.mat; for training.")
  private Path bfm;

  @Option(
      names = "--lpips",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Weights of LPIPS: the backbone's and the linear layers'; for training.")
  private List<Path> lpips = List.of();

  @Option(
      names = "--stylegan2",
      paramLabel = "FILE",
      description = "StyleGAN2 generator to start training from, instead of --g2face.")
  private Path styleGan2;

  @Under(Heading.MODEL)
  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Draws the weights that --stylegan2 does not have. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Under(Heading.MODEL)
  @Option(
      names = "--licence",
      paramLabel = "TEXT",
      defaultValue = "not stated",
      description = "Licence of the files, for the package's record.")
  private String licence;

  @Under(Heading.MODEL)
  @Option(
      names = "--training-data",
      paramLabel = "TEXT",
      defaultValue = "not stated",
      description = "What the networks were trained on, for the package's record.")
  private String trainingData;

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
    if ((g2face == null) == (styleGan2 == null)) {
      throw new UsageException("give either --g2face or --stylegan2");
    }
    Configuration hadoop = new Configuration();
    try (StagedOutput staged = StagedOutput.create(output, hadoop, overwrite)) {
      HadoopFileStore folder = HadoopFileStore.of(staged.staging().toString(), hadoop);
      ImportReport report = checkpoints().into(folder);
      KnownQuestions.record(folder, Execution.onCpu(1));
      staged.publish();
      new PackageReport(report, staged.target().toString())
          .print("imported", spec.commandLine().getOut());
    }
    return ExitCode.DONE;
  }

  private CheckpointImport checkpoints() {
    CheckpointImport files =
        new CheckpointImport(
            "g2face " + Version.g2face(), LocalDate.now(ZoneOffset.UTC).toString());
    if (g2face != null) {
      files.g2face(origin(g2face));
    }
    if (styleGan2 != null) {
      files.styleGan2(origin(styleGan2), seed);
    }
    if (arcface != null) {
      files.arcface(origin(arcface));
    }
    if (d3dfr != null) {
      files.d3dfr(origin(d3dfr));
    }
    if (bfm != null) {
      files.bfm(origin(bfm));
    }
    lpips.forEach(file -> files.lpips(origin(file)));
    return files;
  }

  private Origin origin(Path file) {
    return new Origin(file, licence, trainingData);
  }
}
