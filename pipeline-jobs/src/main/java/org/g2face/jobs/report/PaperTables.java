package org.g2face.jobs.report;

import static j2html.TagCreator.b;
import static j2html.TagCreator.caption;
import static j2html.TagCreator.div;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.small;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import j2html.tags.specialized.CaptionTag;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TableTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.g2face.jobs.evaluate.measure.Grid;
import org.g2face.jobs.evaluate.measure.MetricRow;
import org.g2face.jobs.evaluate.measure.Table;

/** The paper's tables, with the run's own numbers beside the paper's. */
record PaperTables(List<MetricRow> rows) {

  SectionTag draw() {
    SectionTag all = Page.part("tables", "Tables");
    all.with(
        p("Behind ± is the standard error by bootstrap, in table I the standard deviation over"
                + " folds; in brackets is the 95 % confidence interval. The paper’s columns are for"
                + " comparison only: its faces and crops are others, and so may be its networks.")
            .withClass("hint"));
    for (Table table : Table.values()) {
      if (rows.stream().anyMatch(row -> row.table() == table)) {
        all.with(boxed(Grid.of(table, rows)));
      }
    }
    DomContent absent = absent();
    return absent == null ? all : all.with(absent);
  }

  private static DomContent boxed(Grid grid) {
    String title =
        grid.table() == Table.DIVERSITY || grid.table() == Table.PRIVACY
            ? grid.table().title()
            : "Table " + grid.table().key() + ". " + grid.table().title();
    if (grid.criteria().isEmpty()) {
      return section(p(b(title)), p("Nothing of it was measured.").withClass("hint"));
    }
    CaptionTag caption = caption(span(title));
    grid.notes().forEach(note -> caption.with(small(Page.own(note))));
    TableTag table = table(caption).withClass(grid.methodsAbove() ? "narrow" : "");
    table.with(grid.methodsAbove() ? above(grid) : aside(grid));
    return div(table).withClass("scroll").attr("tabindex", "0").attr("aria-label", title);
  }

  private static List<DomContent> aside(Grid grid) {
    TrTag head = tr(th("method").attr("scope", "col"));
    grid.criteria().forEach(criterion -> head.with(heading(criterion).attr("scope", "col")));
    List<TrTag> lines = new ArrayList<>();
    grid.methods()
        .forEach(
            (method, cells) -> {
              TrTag line = tr(th(Page.own(method)).attr("scope", "row"));
              grid.criteria().forEach(criterion -> line.with(cell(cells, criterion)));
              lines.add(line.withClass(ours(cells) ? "ours" : "paper"));
            });
    return List.of(thead(head), tbody().with(lines));
  }

  private static List<DomContent> above(Grid grid) {
    TrTag head = tr(th("measure").attr("scope", "col"));
    grid.methods()
        .forEach(
            (method, cells) ->
                head.with(
                    th(Page.own(method))
                        .attr("scope", "col")
                        .withClass(ours(cells) ? "ours" : "paper")));
    List<TrTag> lines = new ArrayList<>();
    for (Grid.Criterion criterion : grid.criteria()) {
      TrTag line = tr(heading(criterion).attr("scope", "row"));
      grid.methods().values().forEach(cells -> line.with(cell(cells, criterion)));
      lines.add(line);
    }
    return List.of(thead(head), tbody().with(lines));
  }

  private static j2html.tags.specialized.ThTag heading(Grid.Criterion criterion) {
    j2html.tags.specialized.ThTag heading = th(criterion.measure().label());
    return criterion.network().isEmpty()
        ? heading
        : heading.with(small(Page.own(criterion.network())));
  }

  private static DomContent cell(Map<Grid.Criterion, Grid.Cell> cells, Grid.Criterion criterion) {
    Grid.Cell cell = cells.get(criterion);
    if (cell == null) {
      return td("–").withClass("none");
    }
    if (!cell.measured()) {
      return td("not measured").withClass("none");
    }
    return td(b(cell.plain()), small(cell.deviation().strip()), small(cell.interval()))
        .withClass(cell.paper() ? "paper" : "ours");
  }

  private static boolean ours(Map<Grid.Criterion, Grid.Cell> cells) {
    return cells.values().stream().noneMatch(Grid.Cell::paper);
  }

  private DomContent absent() {
    Set<String> reasons = new LinkedHashSet<>();
    for (MetricRow row : rows) {
      if (row.measured().isEmpty()) {
        String what = row.network().isEmpty() ? row.measure().label() : row.network();
        reasons.add(what + (row.note().isEmpty() ? "" : ": " + row.note()));
      }
    }
    return reasons.isEmpty()
        ? null
        : div(
            p(b("Not measured")), ul().with(reasons.stream().map(reason -> li(Page.own(reason)))));
  }
}
