package org.g2face.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.g2face.jobs.config.Configuration;
import org.g2face.jobs.progress.ConsoleDisplay;
import org.g2face.jobs.progress.Progress;
import org.g2face.jobs.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ConsoleOptionsTest {
  private static ConsoleOptions options(String... words) {
    return CommandLine.populateCommand(new ConsoleOptions(), words);
  }

  private static String noted(ConsoleOptions options) {
    StringWriter text = new StringWriter();
    options.note(new PrintWriter(text), "a note");
    return text.toString();
  }

  @Test
  void quietIsNeitherProgressNorNotes() {
    Settings settings = Settings.of(Configuration.load(null, Map.of(), List.of()));

    assertThat(options("--quiet").display(settings)).isSameAs(Progress.SILENT);
    assertThat(options().display(settings)).isInstanceOf(ConsoleDisplay.class);
    assertThat(noted(options("--quiet"))).isEmpty();
    assertThat(noted(options())).isEqualTo("g2face: a note\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"anonymize", "recover", "ingest", "train", "evaluate"})
  void everyJobCanBeQuiet(String job) {
    CommandLine command = G2Face.commandLine(new PixelNetworks()).getSubcommands().get(job);

    assertThat(command.getCommandSpec().findOption("--quiet")).isNotNull();
  }
}
