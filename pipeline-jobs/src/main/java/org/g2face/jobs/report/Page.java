package org.g2face.jobs.report;

import static j2html.TagCreator.a;
import static j2html.TagCreator.bdi;
import static j2html.TagCreator.body;
import static j2html.TagCreator.dd;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.footer;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.head;
import static j2html.TagCreator.header;
import static j2html.TagCreator.html;
import static j2html.TagCreator.li;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.nav;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.section;
import static j2html.TagCreator.small;
import static j2html.TagCreator.span;
import static j2html.TagCreator.strong;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;
import static j2html.TagCreator.ul;

import j2html.Config;
import j2html.rendering.FlatHtml;
import j2html.tags.DomContent;
import j2html.tags.specialized.DivTag;
import j2html.tags.specialized.DlTag;
import j2html.tags.specialized.HeaderTag;
import j2html.tags.specialized.SectionTag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.g2face.jobs.evaluate.EvaluateResult;
import org.g2face.jobs.evaluate.measure.Gate;
import org.g2face.jobs.evaluate.measure.Grid;
import org.g2face.jobs.evaluate.measure.MetricRow;
import org.g2face.jobs.evaluate.measure.PaperValue;

/** The whole report as one HTML document, which is well-formed XML, too. */
record Page(Findings findings) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  /** Nothing may be fetched from anywhere, whatever might be in the document. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

  String text() {
    EvaluateResult result = findings.result();
    String title = "g2face evaluation " + TIME.format(result.started());
    DomContent document =
        html(
                head(
                    meta().attr("charset", "utf-8"),
                    meta().attr("http-equiv", "Content-Security-Policy").attr("content", POLICY),
                    meta()
                        .attr("name", "viewport")
                        .attr("content", "width=device-width, initial-scale=1"),
                    meta().attr("name", "color-scheme").attr("content", "light dark"),
                    title(title),
                    style(rawHtml(css()))),
                body(
                    main(
                        top(result),
                        headlines(result.rows()),
                        gates(result.verdicts()),
                        new PaperTables(result.rows()).draw(),
                        new Plots(
                                result.rows(),
                                findings.distributions(),
                                result.curves(),
                                findings.layouts())
                            .draw(),
                        new Faces(findings).draw(),
                        new History(result.rows(), findings.history()).draw()),
                    footer(p(own("Run " + result.runId())))))
            .attr("lang", "en");
    try {
      String rendered =
          document
              .render(FlatHtml.inMemory(Config.defaults().withEmptyTagsClosed(true)))
              .toString();
      return "<!DOCTYPE html>\n" + legal(rendered) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names of files may hold characters that no document may. */
  private static String legal(String text) {
    return text.replaceAll(
        "[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]", "\uFFFD");
  }

  private static String css() {
    try (InputStream stream = Page.class.getResourceAsStream("report.css")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Words that came from outside; they cannot turn the direction of the text around them. */
  static DomContent own(String words) {
    return bdi(words);
  }

  static SectionTag part(String anchor, String title) {
    return section(h2(title)).withId(anchor);
  }

  private HeaderTag top(EvaluateResult result) {
    Compared compared = findings.compared();
    String dataset =
        result.rows().stream().map(MetricRow::dataset).distinct().collect(Collectors.joining(", "));
    DlTag facts = dl();
    fact(facts, "Models", models(result.rows()));
    fact(facts, "Original", String.join(", ", compared.original()));
    fact(facts, "Anonymized", String.join(", ", compared.anonymized()));
    fact(facts, "Recovered", String.join(", ", compared.recovered()));
    fact(facts, "Packages", String.join(", ", compared.models()));
    fact(facts, "Sampled", compared.sample().orElse("no, all images"));
    DivTag counts = div().withClass("counts");
    result
        .counts()
        .forEach(
            (what, count) ->
                counts.with(
                    div(
                        strong(String.format(Locale.ROOT, "%,d", count)),
                        span(own(what.replace('.', ' '))))));
    DomContent jump =
        nav(
            a("Tables").withHref("#tables"),
            a("Plots").withHref("#plots"),
            a("Best and worst").withHref("#faces"),
            a("History").withHref("#history"));
    return header(
        h1(own(dataset.isEmpty() ? "Evaluation" : dataset)),
        p("Evaluated " + TIME.format(result.started())).withClass("hint"),
        facts,
        counts,
        jump);
  }

  private static String models(List<MetricRow> rows) {
    return rows.stream()
        .map(MetricRow::model)
        .filter(model -> !model.equals(MetricRow.ORIGINAL))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static void fact(DlTag facts, String name, String text) {
    if (!text.isEmpty()) {
      // What may stand before the host of a URI is none of a reader's business.
      facts.with(div(dt(name), dd(own(text.replaceAll("//[^/@,]*@", "//")))));
    }
  }

  /** For each headline measure and model the first network that measured it. */
  private static DomContent headlines(List<MetricRow> rows) {
    Map<List<Object>, MetricRow> first = new LinkedHashMap<>();
    Headline.of(rows).forEach(row -> first.putIfAbsent(List.of(row.measure(), row.model()), row));
    boolean several = first.values().stream().map(MetricRow::model).distinct().count() > 1;
    return div()
        .withClass("tiles")
        .with(first.values().stream().map(row -> tile(row, several)).toList());
  }

  private static DivTag tile(MetricRow row, boolean named) {
    Grid.Cell cell = Grid.Cell.of(row);
    String by = row.network() + (named ? (row.network().isEmpty() ? "" : ", ") + row.model() : "");
    DivTag tile =
        div(
                span(row.measure().label()).withClass("label"),
                strong(cell.plain()),
                small(cell.deviation().strip()),
                small(own(by)),
                small(Headline.direction(row.measure())))
            .withClass("tile");
    PaperValue.all().stream()
        .filter(value -> value.table() == row.table() && value.measure() == row.measure())
        .filter(value -> value.network().equals(row.network()))
        .filter(value -> value.method().equals("G2Face"))
        .findFirst()
        .ifPresent(value -> tile.with(small("paper " + Axis.label(value.value()))));
    return tile;
  }

  private static DomContent gates(List<Gate.Verdict> verdicts) {
    SectionTag section = part("gates", "Gates");
    if (verdicts.isEmpty()) {
      return section.with(p("None were set.").withClass("hint"));
    }
    return section.with(
        ul().withClass("gates")
            .with(
                verdicts.stream()
                    .map(
                        verdict ->
                            li(
                                    strong(verdict.passed() ? "✓ passed" : "✗ failed"),
                                    own(verdict.gate()),
                                    small(own(verdict.why())))
                                .withClass(verdict.passed() ? "passed" : "failed"))));
  }
}
