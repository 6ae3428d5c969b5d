package org.g2face.jobs.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.g2face.checkpoint.FaceApiImport;
import org.g2face.jobs.io.HadoopFileStore;
import org.g2face.jobs.output.StagedOutput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "networks",
    description = {
      "Makes the files of the networks that come along with g2face (builtin:...) of the npm package"
          + " @vladmandic/face-api: those that find, align, recognise and describe faces.",
      "",
      "A build takes them from conf/networks. Weights of eight bits stay such; the layout and the"
          + " names become those of g2face, and a network that does not fit is refused. 'npm pack"
          + " @vladmandic/face-api@1.7.15' fetches the package.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  g2face model networks --face-api package --output networks"})
final class ModelNetworksCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--face-api",
      paramLabel = "FOLDER",
      required = true,
      description = "The package, unpacked; its folder model is read.")
  private Path faceApi;

  @Option(
      names = "--output",
      paramLabel = "URI",
      required = true,
      description = "Folder for the networks and SHA256SUMS; it appears when it is complete.")
  private String output;

  @Option(names = "--overwrite", description = "Replaces an existing folder.")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    Configuration hadoop = new Configuration();
    PrintWriter out = spec.commandLine().getOut();
    try (StagedOutput staged = StagedOutput.create(output, hadoop, overwrite)) {
      HadoopFileStore folder = HadoopFileStore.of(staged.staging().toString(), hadoop);
      Map<String, String> read = FaceApiImport.into(faceApi, folder);
      staged.publish();
      read.forEach((file, sha256) -> out.printf("%s  %s%n", sha256, file));
      out.println(staged.target());
      out.flush();
    }
    return ExitCode.DONE;
  }
}
