package org.g2face.jobs.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "model",
    description = {"Makes model packages and tells about them.", ""},
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ModelAnswersCommand.class,
      ModelAuditCommand.class,
      ModelCreateCommand.class,
      ModelDescribeCommand.class,
      ModelExportCommand.class,
      ModelNetworksCommand.class,
      ModelSampleCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  g2face model audit --model models/mine --faces faces/",
      "  g2face model describe --model builtin:compact-128",
      "  g2face model export --model runs/first/model --output models/mine --half"
    })
final class ModelCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing: answers, audit, create, describe, export, networks or sample");
  }
}
