package org.g2face.jobs.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.g2face.anonymize.PriorFaces;
import org.g2face.image.ImageEncoder;
import org.g2face.image.RgbImage;
import org.g2face.io.FileStore;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.io.HadoopFileStore;
import org.g2face.jobs.io.ModelLocation;
import org.g2face.jobs.output.StagedOutput;
import org.g2face.model.ModelException;
import org.g2face.model.ModelPackage;
import org.g2face.onnx.Execution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "sample",
    description = {
      "Draws faces of nobody from a package's prior, as PNG files.",
      "",
      "The package must come from g2face train --stage prior. Equal seeds draw equal faces.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  g2face model sample --model runs/prior/model --count 64 --output faces/"})
@Under(Heading.DATA)
final class ModelSampleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "URI",
      required = true,
      description = "Folder of a model package that has a prior.")
  private String model;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "16",
      description = "How many faces. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Decides on the faces. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--truncation",
      paramLabel = "SHARE",
      defaultValue = "0.7",
      description =
          "From 0 to 1: 1 draws every kind of face that the prior knows, less draws fewer kinds"
              + " with fewer mistakes. Default: ${DEFAULT-VALUE}.")
  private double truncation;

  @Option(
      names = "--output",
      paramLabel = "URI",
      required = true,
      description = "Folder for the pictures; it appears when it is complete.")
  private String output;

  @Option(names = "--overwrite", description = "Replaces an existing output.")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    if (count < 1 || !(truncation >= 0 && truncation <= 1)) {
      throw new UsageException("--count is at least 1, and --truncation from 0 to 1");
    }
    Configuration hadoop = new Configuration();
    ModelPackage found = ModelPackage.load(ModelLocation.of(model, hadoop));
    Execution cpu = Execution.onCpu(Runtime.getRuntime().availableProcessors());
    try (PriorFaces prior = new PriorFaces(found, seed, truncation, cpu);
        StagedOutput staged = StagedOutput.create(output, hadoop, overwrite)) {
      FileStore folder = HadoopFileStore.of(staged.staging().toString(), hadoop);
      ImageEncoder encoder = new ImageEncoder();
      for (int i = 0; i < count; i++) {
        RgbImage face = face(prior, i);
        try (OutputStream out = folder.create("%06d.png".formatted(i))) {
          out.write(encoder.png(face));
        }
      }
      staged.publish();
      spec.commandLine().getOut().printf("%,d faces: %s%n", count, staged.target());
      spec.commandLine().getOut().flush();
    }
    return ExitCode.DONE;
  }

  private RgbImage face(PriorFaces prior, int number) throws ModelException {
    return prior
        .face(number)
        .orElseThrow(
            () -> new ModelException("the prior of " + model + " draws no numbers; train it anew"));
  }
}
