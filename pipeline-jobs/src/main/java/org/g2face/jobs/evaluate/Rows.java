package org.g2face.jobs.evaluate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.g2face.evaluate.Bootstrap.Estimate;
import org.g2face.evaluate.ConstantBaseline;
import org.g2face.evaluate.Folds;
import org.g2face.evaluate.FrechetDistance;
import org.g2face.evaluate.Moments;
import org.g2face.jobs.evaluate.measure.Measure;
import org.g2face.jobs.evaluate.measure.MetricRow;
import org.g2face.jobs.evaluate.measure.Table;

/**
 * The rows of a run, as its parts become known.
 *
 * @param labels of the subjects, in their order
 * @param absent networks that cannot be used, and why
 */
record Rows(
    String runId,
    LocalDate date,
    String dataset,
    EvaluationPlan plan,
    List<String> labels,
    Map<String, String> absent,
    List<MetricRow> rows) {
  private static final double NONE = Double.NaN;

  /** Which measures the ablation table repeats from others. */
  private static final List<Measure> ABLATION =
      List.of(
          Measure.IDENTITY_COSINE,
          Measure.FRECHET_DISTANCE,
          Measure.LANDMARK_DISTANCE,
          Measure.SHAPE_DISTANCE,
          Measure.EXPRESSION_DISTANCE);

  Rows(
      String runId,
      LocalDate date,
      String dataset,
      EvaluationPlan plan,
      List<String> labels,
      Map<String, String> absent) {
    this(runId, date, dataset, plan, labels, absent, new ArrayList<>());
  }

  /** A number about which there is nothing else to know, or the reason why there is none. */
  void add(
      Table table, Measure measure, String network, String model, Estimate estimate, String none) {
    add(table, measure, network, model, estimate, "", none);
  }

  private void add(
      Table table,
      Measure measure,
      String network,
      String model,
      Estimate estimate,
      String note,
      String none) {
    boolean known = estimate.count() > 0 && Double.isFinite(estimate.mean());
    rows.add(
        new MetricRow(
            runId,
            date,
            table,
            measure,
            network,
            dataset,
            model,
            known ? estimate.mean() : NONE,
            known ? estimate.standardError() : NONE,
            known ? estimate.low() : NONE,
            known ? estimate.high() : NONE,
            known ? estimate.count() : 0,
            known ? note : none));
  }

  /** Where the numbers of one recogniser about one subject go. */
  Place place(Table table, String network, int subject) {
    return new Place(this, table, network, labels.get(subject));
  }

  /** A place in a table. */
  record Place(Rows rows, Table table, String network, String model) {

    /** A number, or the reason why there is none. */
    void add(Measure measure, Optional<Double> value, long count) {
      rows.add(
          table,
          measure,
          network,
          model,
          alone(value.orElse(NONE), value.isPresent() ? count : 0),
          rows.absent().getOrDefault(network, "too few faces"));
    }
  }

  private static Estimate alone(double value, long count) {
    return new Estimate(value, NONE, NONE, NONE, count);
  }

  /** Tables II to V, and what of them belongs to VI. */
  void ofImages(MetricAggregator tally) {
    for (int i = 0; i < plan.columns().size(); i++) {
      Column column = plan.columns().get(i);
      String none =
          column.unmeasured().isEmpty()
              ? absent.getOrDefault(column.network(), "no picture in which it could be measured")
              : column.unmeasured();
      add(
          column.table(),
          column.measure(),
          column.network(),
          labels.get(column.subject()),
          tally.mean(i),
          none);
    }
    for (int subject = 0; subject < labels.size(); subject++) {
      blind(tally.blind(subject), labels.get(subject));
      boolean anonymized = anonymized(subject);
      for (int network = 0; anonymized && network < plan.features().size(); network++) {
        frechet(
            plan.features().get(network),
            labels.get(subject),
            tally.features(network, 0),
            tally.features(network, 1 + subject));
      }
    }
  }

  /** Whether anything is asked about the subject's anonymized pictures. */
  private boolean anonymized(int subject) {
    return plan.anonymized().get(subject);
  }

  private void blind(ConstantBaseline reader, String label) {
    if (reader != null) {
      long count = reader.count();
      add(
          Table.IV,
          Measure.BLIND_BIT_ERROR_RATE,
          "",
          label,
          alone(reader.bitErrorRate(), count),
          "");
      add(Table.IV, Measure.BLIND_FLOAT_ERROR, "", label, alone(reader.floatError(), count), "");
    }
  }

  private void frechet(String network, String label, Moments original, Moments made) {
    boolean enough = original != null && made != null && original.count() > 1 && made.count() > 1;
    Estimate estimate =
        enough
            ? alone(
                FrechetDistance.between(original, made), Math.min(original.count(), made.count()))
            : alone(NONE, 0);
    add(
        Table.III,
        Measure.FRECHET_DISTANCE,
        network,
        label,
        estimate,
        absent.getOrDefault(network, "fewer than two pictures"));
  }

  /** Table I. */
  void ofPairs(PairScores scores, double falseAccepts) {
    for (int network = 0; network < plan.recognisers().size(); network++) {
      String name = plan.recognisers().get(network);
      for (int which = 0; which <= labels.size(); which++) {
        if (which == 0 || anonymized(which - 1)) {
          String label = which == 0 ? MetricRow.ORIGINAL : labels.get(which - 1);
          Estimate estimate = alone(NONE, 0);
          String none = scores.missing();
          try {
            Folds folds = scores.verify(falseAccepts, network, which);
            estimate =
                new Estimate(
                    folds.mean(), folds.deviation(), NONE, NONE, scores.count(network, which));
          } catch (IllegalArgumentException e) {
            none += ": " + e.getMessage();
          }
          add(
              Table.I,
              Measure.TRUE_ACCEPTANCE,
              name,
              label,
              estimate,
              scores.note(falseAccepts, estimate.count()),
              absent.getOrDefault(name, none));
        }
      }
    }
  }

  /** All rows in the order of the tables; with several models, the ablation table, too. */
  List<MetricRow> finish() {
    if (labels.size() > 1) {
      for (MetricRow row : List.copyOf(rows)) {
        if (row.table() != Table.VI && ABLATION.contains(row.measure())) {
          rows.add(
              new MetricRow(
                  row.runId(),
                  row.runDate(),
                  Table.VI,
                  row.measure(),
                  row.network(),
                  row.dataset(),
                  row.model(),
                  row.value(),
                  row.standardError(),
                  row.low(),
                  row.high(),
                  row.n(),
                  row.note()));
        }
      }
    }
    rows.sort(
        Comparator.comparing(MetricRow::table)
            .thenComparing(MetricRow::measure)
            .thenComparing(MetricRow::network));
    return List.copyOf(rows);
  }
}
