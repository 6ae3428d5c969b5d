package org.g2face.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.g2face.jobs.config.Configuration;
import org.g2face.jobs.config.Setting;
import org.g2face.jobs.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** What {@code --help} shows beside the options themselves. */
class HelpTest extends CommandLineTest {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  /** Every command by its whole name. */
  static Map<String, CommandLine> commands() {
    Map<String, CommandLine> commands = new LinkedHashMap<>();
    collect(G2Face.commandLine(new PixelNetworks()), commands);
    return commands;
  }

  private static void collect(CommandLine command, Map<String, CommandLine> commands) {
    commands.put(command.getCommandSpec().qualifiedName(), command);
    command.getSubcommands().values().forEach(child -> collect(child, commands));
  }

  /** The examples of a help, each on one line. */
  private static List<String> examples(CommandLine command) {
    String usage = command.getUsageMessage();
    String footer = usage.substring(usage.indexOf("Examples:") + "Examples:".length());
    return footer.replaceAll("\\\\\\R\\s*", "").lines().map(String::strip).toList().stream()
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static List<String> words(String example) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(example);
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return words;
  }

  static Stream<String> names() {
    return commands().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyCommandHasExamplesThatParse(String name) {
    CommandLine command = commands().get(name);

    assertThat(command.getUsageMessage()).contains("Examples:");
    assertThat(command.getCommandSpec().usageMessage().footer())
        .as("fits into 80 columns, for a line that is broken is another command")
        .allMatch(line -> line.length() < 80);
    assertThat(examples(command)).isNotEmpty().allMatch(example -> example.startsWith("g2face "));
    assertThat(examples(command)).as("shows the command").anyMatch(line -> line.startsWith(name));
    for (String example : examples(command)) {
      List<String> words = words(example);
      int redirected = words.indexOf(">");
      words = words.subList(1, redirected < 0 ? words.size() : redirected);
      // Throws what is wrong with it.
      ParseResult parsed =
          G2Face.commandLine(new PixelNetworks()).parseArgs(words.toArray(String[]::new));
      assertThat(parsed.hasSubcommand()).as(example).isTrue();
      List<Setting> keys = new ArrayList<>();
      for (int i = 0; i + 1 < words.size(); i++) {
        if (words.get(i).equals("-D")) {
          String[] key = words.get(i + 1).split("=", 2);
          keys.add(new Setting(key[0], key[1], example));
        }
      }
      assertThat(Settings.of(Configuration.load(null, Map.of(), keys))).isNotNull();
    }
  }

  @Test
  void manyOptionsStandUnderHeadings() {
    assertThat(headings("g2face anonymize"))
        .containsExactly(
            "Input and output:",
            "Photographs:",
            "Keys and privacy:",
            "Model:",
            "Spark:",
            "Configuration:",
            "General:");
    assertThat(headings("g2face evaluate")).contains("Measures:");
    assertThat(headings("g2face train")).contains("Training:");
    assertThat(headings("g2face keys show")).isEmpty();
    String usage = commands().get("g2face anonymize").getUsageMessage();
    assertThat(usage.indexOf("--hash-names"))
        .isBetween(usage.indexOf("\nKeys and privacy:"), usage.indexOf("\nModel:"));
    assertThat(usage.indexOf("--crops"))
        .isBetween(usage.indexOf("\nPhotographs:"), usage.indexOf("\nKeys and privacy:"));
  }

  private static List<String> headings(String name) {
    return commands()
        .get(name)
        .getUsageMessage()
        .lines()
        .filter(line -> line.matches("[A-Z][a-z ]+:"))
        .filter(line -> !line.matches("(Examples|Exit codes|Commands):"))
        .toList();
  }

  @Test
  void noOptionIsLostUnderHeadings() {
    commands()
        .forEach(
            (name, command) ->
                command
                    .getCommandSpec()
                    .options()
                    .forEach(
                        option ->
                            assertThat(command.getUsageMessage())
                                .as(name)
                                .contains(option.longestName())));
  }

  @Test
  void theKeysOfPhotographsAreShownWithTheirDefaults() {
    String usage = commands().get("g2face anonymize").getUsageMessage();

    assertThat(usage)
        .contains("-D photographs.no-face=quarantine", "-D photographs.most-cosine (unset)")
        .contains("-D photographs.detector.kind=ssd", "-D photographs.detector.files=[]")
        .contains("-D photographs.detector.score (unset)");
    for (String key : PhotographKeys.names()) {
      assertThat(usage).contains("  " + PhotographKeys.withDefault(key) + "  ");
    }
    assertThat(commands().get("g2face recover").getUsageMessage()).doesNotContain("-D photo");
  }

  @Test
  void helpPrintsTheHelpOfACommand() {
    assertThat(run("help", "keys", "create")).isZero();
    assertThat(out.toString()).isEqualTo(commands().get("g2face keys create").getUsageMessage());
    assertThat(run("help")).isZero();
    assertThat(out.toString()).isEqualTo(commands().get("g2face").getUsageMessage());
    assertThat(run("help", "anonymise")).isEqualTo(2);
    assertThat(err.toString()).contains("did you mean anonymize?");
  }

  @Test
  void versionTellsEngines() {
    assertThat(run("version")).isZero();
    String versions = out.toString();
    assertThat(versions.lines().map(line -> line.replaceFirst(" \\d.*", "")))
        .containsExactly("g2face", "spark", "java", "onnxruntime", "libtorch", "nd4j", "opencv");
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).isEqualTo(versions);
  }

  @Test
  void completionIsAScriptThatABashReads() throws Exception {
    assertThat(run("completion")).isZero();
    assertThat(out.toString()).contains("anonymize", "--on-quarantine", "complete -F");
    Process bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
    try (var script = bash.outputWriter()) {
      script.write(out.toString());
    }
    assertThat(bash.inputReader().lines().collect(Collectors.joining())).isEmpty();
    assertThat(bash.waitFor()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "anonymise | g2face has no command anonymise; did you mean anonymize?",
        "no-such-thing | g2face has no command no-such-thing: demo, anonymize,",
        "keys craete | g2face keys has no command craete; did you mean create?",
        "anonymize --imput x | g2face anonymize has no option --imput; did you mean --input?",
        "anonymize --input x --qiuet | anonymize has no option --qiuet; did you mean --quiet?",
        "anonymize --output --input x | Expected parameter for option '--output' but found '--input'",
        "train --step=3 | g2face train has no option --step; did you mean --steps?",
        "anonymize photos | photos stands there without an option; did you mean --input photos?",
        "evaluate a b | a stands there without an option; did you mean --original a?",
        "keys show ward | did you mean --keys ward?",
        "version 2 | 2 stands there without an option, and g2face version has none for it",
      })
  void whatIsMisspeltIsTold(String line, String said) {
    assertThat(run((Object[]) line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(said).contains(" --help").hasLineCount(2);
  }
}
