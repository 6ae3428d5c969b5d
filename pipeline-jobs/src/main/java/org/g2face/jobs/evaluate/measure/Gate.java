package org.g2face.jobs.evaluate.measure;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.g2face.jobs.UsageException;

/** A gate, a condition on the numbers of a run for it to pass. */
public sealed interface Gate {

  /** The gate as it was written. */
  String text();

  /**
   * Judges a run.
   *
   * @param run its numbers
   * @param earlier those of all runs before it
   */
  Verdict judge(List<MetricRow> run, List<MetricRow> earlier);

  /**
   * Whether a gate is passed.
   *
   * @param gate as it was written
   * @param why the number that decided, for a person
   */
  record Verdict(String gate, boolean passed, String why) {}

  /**
   * Reads a gate: {@code anonymity.adaface.cosine < 0.15}, {@code recovery.psnr > 22.8} or {@code
   * change vs last run < 5 %}.
   *
   * @throws UsageException if it is none of these
   */
  static Gate of(String text) {
    Matcher change = Change.PATTERN.matcher(text.strip());
    if (change.matches()) {
      return new Change(text, Double.parseDouble(change.group(1)) / 100);
    }
    Matcher bound = Bound.PATTERN.matcher(text.strip());
    if (!bound.matches() || !Bound.GROUPS.containsKey(bound.group(1))) {
      throw new UsageException(
          "the gate '"
              + text
              + "' is neither 'GROUP.NETWORK.MEASURE < NUMBER' (or >, or without"
              + " the network), where the group is one of "
              + String.join(", ", Bound.GROUPS.keySet().stream().sorted().toList())
              + ", nor 'change vs last run < NUMBER %'");
    }
    Measure measure = Bound.measure(text, bound.group(1), bound.group(3));
    return new Bound(
        text,
        Bound.GROUPS.get(bound.group(1)),
        bound.group(2) == null ? "" : bound.group(2),
        measure,
        bound.group(4).equals("<"),
        Double.parseDouble(bound.group(5)));
  }

  /**
   * A number on one side of a bound, for every model of the run.
   *
   * @param tables where the measure stands
   * @param network that judges; all of them if empty
   * @param below whether the number must be less than the limit, or more
   */
  record Bound(
      String text, Set<Table> tables, String network, Measure measure, boolean below, double limit)
      implements Gate {
    private static final Pattern PATTERN =
        Pattern.compile(
            "([a-z]+)\\.(?:([A-Za-z0-9_-]+)\\.)?([a-z0-9_-]+)\\s*([<>])\\s*"
                + "([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)");

    private static final Map<String, Set<Table>> GROUPS =
        Map.of(
            "anonymity", Set.of(Table.I, Table.II),
            "utility", Set.of(Table.III),
            "password", Set.of(Table.IV),
            "recovery", Set.of(Table.V, Table.VI),
            "cost", Set.of(Table.VII),
            "diversity", Set.of(Table.DIVERSITY),
            "privacy", Set.of(Table.PRIVACY));

    /** Short names; the keys of the measures can be used, too. */
    private static final Map<String, Measure> SHORT =
        Map.ofEntries(
            Map.entry("tar", Measure.TRUE_ACCEPTANCE),
            Map.entry("frechet", Measure.FRECHET_DISTANCE),
            Map.entry("fid", Measure.FRECHET_DISTANCE),
            Map.entry("rank-1", Measure.RANK_ONE),
            Map.entry("detection", Measure.DETECTION_RATE),
            Map.entry("box", Measure.BOX_DISTANCE),
            Map.entry("landmarks", Measure.LANDMARK_DISTANCE),
            Map.entry("shape", Measure.SHAPE_DISTANCE),
            Map.entry("expression", Measure.EXPRESSION_DISTANCE),
            Map.entry("pose", Measure.POSE_DISTANCE),
            Map.entry("bits", Measure.BIT_ERROR_RATE),
            Map.entry("floats", Measure.FLOAT_ERROR),
            Map.entry("opening", Measure.OPENING_RATE),
            Map.entry("arrival", Measure.ARRIVAL_RATE),
            Map.entry("flops", Measure.OPERATIONS),
            Map.entry("seconds", Measure.SECONDS_PER_IMAGE),
            Map.entry("memory", Measure.PEAK_MEMORY),
            Map.entry("within", Measure.SPREAD_WITHIN),
            Map.entry("between", Measure.SPREAD_BETWEEN));

    private static Measure measure(String text, String group, String name) {
      if (name.equals("cosine")) {
        return switch (group) {
          case "recovery" -> Measure.RECOVERED_COSINE;
          case "password" -> Measure.EMBEDDING_COSINE;
          default -> Measure.IDENTITY_COSINE;
        };
      }
      if (SHORT.containsKey(name)) {
        return SHORT.get(name);
      }
      try {
        return Measure.of(name);
      } catch (IllegalArgumentException e) {
        throw new UsageException("the gate '" + text + "' knows no measure " + name, e);
      }
    }

    @Override
    public Verdict judge(List<MetricRow> run, List<MetricRow> earlier) {
      List<MetricRow> meant =
          run.stream()
              .filter(row -> tables.contains(row.table()) && row.measure() == measure)
              .filter(row -> network.isEmpty() || row.network().equals(network))
              .filter(row -> !row.model().equals(MetricRow.ORIGINAL))
              // Without a name, networks whose files are not there are not meant.
              .filter(row -> !network.isEmpty() || row.measured().isPresent())
              .toList();
      if (meant.isEmpty()) {
        return new Verdict(text, false, "nothing of the kind was measured");
      }
      for (MetricRow row : meant) {
        if (row.measured().isEmpty()) {
          return new Verdict(text, false, name(row) + " was not measured: " + row.note());
        }
        if (below ? row.value() >= limit : row.value() <= limit) {
          return new Verdict(text, false, name(row) + " is " + number(row.value()));
        }
      }
      MetricRow nearest =
          meant.stream()
              .min(Comparator.comparingDouble(row -> Math.abs(row.value() - limit)))
              .orElseThrow();
      return new Verdict(text, true, name(nearest) + " is " + number(nearest.value()));
    }
  }

  /**
   * No measured number has moved further since the newest earlier run that has it.
   *
   * @param most share of the earlier number
   */
  record Change(String text, double most) implements Gate {
    private static final Pattern PATTERN =
        Pattern.compile("change\\s+vs\\s+last\\s+run\\s*<\\s*([0-9.]+)\\s*%");

    @Override
    public Verdict judge(List<MetricRow> run, List<MetricRow> earlier) {
      int compared = 0;
      for (MetricRow row : run) {
        // What a run costs depends on what else the machine does.
        if (row.measured().isEmpty()
            || row.measure() == Measure.SECONDS_PER_IMAGE
            || row.measure() == Measure.PEAK_MEMORY) {
          continue;
        }
        MetricRow last =
            earlier.stream()
                .filter(old -> old.sameAs(row) && old.measured().isPresent())
                .max(Comparator.comparing(MetricRow::runId))
                .orElse(null);
        if (last == null) {
          continue;
        }
        compared++;
        double change = Math.abs(row.value() - last.value());
        if (change > 0 && change >= most * Math.abs(last.value())) {
          return new Verdict(
              text,
              false,
              "%s is %s, after %s in run %s"
                  .formatted(name(row), number(row.value()), number(last.value()), last.runId()));
        }
      }
      return new Verdict(
          text, true, compared == 0 ? "there is no earlier run" : compared + " numbers compared");
    }
  }

  private static String name(MetricRow row) {
    return row.measure().label()
        + (row.network().isEmpty() ? "" : " by " + row.network())
        + " of "
        + row.model();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }
}
