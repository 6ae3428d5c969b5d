package org.g2face.jobs.report;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.div;
import static j2html.TagCreator.p;
import static j2html.TagCreator.small;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.g2face.jobs.evaluate.measure.Grid;
import org.g2face.jobs.evaluate.measure.Measure;
import org.g2face.jobs.evaluate.measure.MetricRow;

/**
 * The history of the headline measures from run to run.
 *
 * @param rows of this run
 * @param all of all runs up to this one, the oldest first
 */
record History(List<MetricRow> rows, List<MetricRow> all) {
  private static final int RUNS = 24;

  SectionTag draw() {
    SectionTag section = Page.part("history", "History");
    List<TrTag> lines = new ArrayList<>();
    for (MetricRow row : Headline.of(rows)) {
      List<MetricRow> same =
          all.stream().filter(old -> old.sameAs(row) && old.measured().isPresent()).toList();
      if (same.size() > 1) {
        lines.add(line(row, same.subList(Math.max(0, same.size() - RUNS), same.size())));
      }
    }
    if (lines.isEmpty()) {
      return section.with(
          p("No earlier run at this output has the same measures of the same dataset and model.")
              .withClass("hint"));
    }
    long runs = all.stream().map(MetricRow::runId).distinct().count();
    String about =
        "%d runs since %s; the lines show the newest %d at most"
            .formatted(runs, all.get(0).runDate(), RUNS);
    return section.with(
        div(table(
                    caption(span(about)),
                    thead(
                        tr(
                            th("measure"),
                            th("model"),
                            th("trend"),
                            th("now"),
                            th("since last run"))),
                    tbody().with(lines))
                .withClass("narrow"))
            .withClass("scroll")
            .attr("tabindex", "0")
            .attr("aria-label", "History"));
  }

  private static TrTag line(MetricRow row, List<MetricRow> same) {
    List<Double> values = same.stream().map(MetricRow::value).toList();
    String about =
        "%s over %d runs, from %s to %s"
            .formatted(
                row.measure().label(),
                values.size(),
                Grid.Cell.of(same.get(0)).plain(),
                Grid.Cell.of(row).plain());
    return tr(
        th(row.measure().label()).attr("scope", "row").with(small(Page.own(row.network()))),
        td(Page.own(row.model())),
        td(new TrendLine(about, values).draw()).withClass("trend"),
        td(Grid.Cell.of(row).plain()),
        change(row.measure(), values.get(values.size() - 2), row.value()));
  }

  private static DomContent change(Measure measure, double before, double now) {
    double change = now - before;
    if (Math.abs(change) <= 1e-9 * Math.abs(before)) {
      return td("unchanged");
    }
    String share =
        before == 0
            ? ""
            : String.format(Locale.ROOT, " (%+.1f %%)", 100 * change / Math.abs(before));
    boolean better = change > 0 == (measure.better() == Measure.Better.HIGHER);
    String word = measure.better() == Measure.Better.NEITHER ? "" : better ? "better" : "worse";
    return td(String.format(Locale.ROOT, "%+.4f", change) + share)
        .with(small(word).withClass(word));
  }
}
