package org.g2face.jobs.cli;

import com.typesafe.config.Config;
import java.util.List;
import java.util.concurrent.Callable;
import org.g2face.jobs.config.Secrets;
import org.g2face.jobs.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "config",
    description = {
      "Prints the configuration that a job would run with; secrets are masked.",
      "",
      "Defaults are overridden by the file given with --config, that by environment variables"
          + " (limits.pixels is G2FACE_LIMITS_PIXELS), and those by -D.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  g2face config",
      "  g2face config --config mine.conf -D limits.pixels=30000000 --origins"
    })
final class ConfigCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions configOptions;

  @Option(names = "--origins", description = "Says for each value where it was set.")
  private boolean origins;

  @Override
  public Integer call() {
    Config config = configOptions.load(List.of());
    Settings.of(config);
    spec.commandLine().getOut().print(Secrets.render(config, origins));
    spec.commandLine().getOut().flush();
    return ExitCode.DONE;
  }
}
