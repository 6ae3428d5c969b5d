package org.g2face.jobs.cli;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;

/** The list of options in {@code --help}: under headings, where there are many. */
final class GroupedOptions implements IHelpSectionRenderer {
  /** So many options are still found in one list. */
  private static final int FEW = 8;

  @Override
  public String render(Help help) {
    List<OptionSpec> options =
        help.commandSpec().options().stream().filter(option -> !option.hidden()).toList();
    if (options.size() <= FEW) {
      return list(help, options);
    }
    Map<Heading, List<OptionSpec>> groups = new EnumMap<>(Heading.class);
    for (OptionSpec option : options) {
      groups.computeIfAbsent(heading(option), heading -> new ArrayList<>()).add(option);
    }
    StringBuilder text = new StringBuilder();
    groups.forEach(
        (heading, members) -> {
          text.append(text.isEmpty() ? "" : System.lineSeparator());
          text.append(heading.title()).append(":").append(System.lineSeparator());
          text.append(list(help, members));
          if (heading == Heading.PHOTOGRAPHS && PhotographKeys.concern(help.commandSpec())) {
            text.append(PhotographKeys.render(help));
          }
        });
    return text.toString();
  }

  /** That of the field, else that of its class, else the last one. */
  static Heading heading(OptionSpec option) {
    if (!(option.userObject() instanceof Field field)) {
      return Heading.GENERAL;
    }
    Under own = field.getAnnotation(Under.class);
    Under shared = field.getDeclaringClass().getAnnotation(Under.class);
    return own != null ? own.value() : shared != null ? shared.value() : Heading.GENERAL;
  }

  /** Columns are as wide as all options of the command need, so that groups stand below another. */
  private static String list(Help help, List<OptionSpec> options) {
    Help.Layout layout = help.createDefaultLayout();
    layout.addAllOptions(options, help.createDefaultParamLabelRenderer());
    return layout.toString();
  }
}
