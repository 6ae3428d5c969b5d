package org.g2face.jobs.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.LevenshteinDistance;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said of a word on the command line that is neither command, option nor value. */
final class Misspelling {
  /** The options that take what people write without one, the first that a command has. */
  private static final List<String> TAKERS =
      List.of("--input", "--original", "--data", "--g2face", "--keys", "--model");

  /** How picocli tells of an option that it does not know, behind one that takes values. */
  private static final Pattern IN_PLACE_OF_VALUE = Pattern.compile("but found '(-[^'=]+)");

  private Misspelling() {}

  /** One line: what is wrong, and what was perhaps meant. */
  static String describe(ParameterException error) {
    CommandLine command = error.getCommandLine();
    if (!(error instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      Matcher found = IN_PLACE_OF_VALUE.matcher(error.getMessage());
      return found.find() && !command.getCommandSpec().optionsMap().containsKey(found.group(1))
          ? ofOption(found.group(1), command.getCommandSpec())
          : error.getMessage();
    }
    String word = unmatched.getUnmatched().get(0);
    if (word.startsWith("-") && word.length() > 1) {
      return ofOption(word, command.getCommandSpec());
    }
    return command.getSubcommands().isEmpty()
        ? ofValue(word, command.getCommandSpec())
        : ofCommand(word, command);
  }

  /** Of a word where a command's name is expected. */
  static String ofCommand(String word, CommandLine parent) {
    String all = parent.getCommandSpec().qualifiedName();
    return all
        + " has no command "
        + word
        + nearest(word, parent.getSubcommands().keySet())
            .map(name -> "; did you mean " + name + "?")
            .orElseGet(() -> ": " + String.join(", ", parent.getSubcommands().keySet()));
  }

  private static String ofOption(String word, CommandSpec command) {
    String name = word.replaceFirst("=.*", "");
    return command.qualifiedName()
        + " has no option "
        + name
        + nearest(name, command.optionsMap().keySet())
            .map(known -> "; did you mean " + known + "?")
            .orElse("");
  }

  private static String ofValue(String word, CommandSpec command) {
    Optional<OptionSpec> taker =
        TAKERS.stream().map(command::findOption).filter(option -> option != null).findFirst();
    return word
        + " stands there without an option"
        + taker
            .map(option -> "; did you mean " + option.longestName() + " " + word + "?")
            .orElse(", and " + command.qualifiedName() + " has none for it");
  }

  /** The known word that is nearest, if it is near: a third of the letters may differ. */
  private static Optional<String> nearest(String word, Collection<String> known) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return known.stream()
        .filter(name -> distance.apply(name, word) <= Math.max(1, word.length() / 3))
        .min(Comparator.comparingInt(name -> distance.apply(name, word)));
  }
}
