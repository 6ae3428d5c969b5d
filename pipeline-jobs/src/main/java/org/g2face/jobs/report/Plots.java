package org.g2face.jobs.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.small;
import static j2html.TagCreator.span;
import static j2html.TagCreator.strong;

import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import j2html.tags.specialized.DivTag;
import j2html.tags.specialized.SectionTag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.g2face.jobs.evaluate.VerificationCurve;
import org.g2face.jobs.evaluate.measure.Measure;
import org.g2face.jobs.evaluate.measure.MetricRow;
import org.g2face.jobs.evaluate.measure.PaperValue;
import org.g2face.jobs.evaluate.measure.Table;

/** The plots of a run. */
record Plots(
    List<MetricRow> rows,
    List<Distribution> distributions,
    List<VerificationCurve> curves,
    List<DummyLayout> layouts) {

  SectionTag draw() {
    SectionTag section = Page.part("plots", "Plots");
    List<DomContent> verification = new ArrayList<>(acceptance());
    verification.addAll(rocs());
    boolean any = group(section, "Identity", identities());
    any |= group(section, "Verification", verification);
    any |= group(section, "Recovery", recovery());
    any |= group(section, "Diversity of dummies", diversity());
    return any ? section : section.with(p("Nothing to draw was measured.").withClass("hint"));
  }

  private static boolean group(SectionTag section, String title, List<DomContent> figures) {
    if (!figures.isEmpty()) {
      section.with(h3(title), div().withClass("figures").with(figures));
    }
    return !figures.isEmpty();
  }

  /** One figure for each model and recogniser: how alike faces are to their originals. */
  private List<DomContent> identities() {
    Map<List<String>, List<Histogram.Series>> figures = new LinkedHashMap<>();
    for (Distribution one : distributions) {
      Measure measure = one.series().measure();
      boolean anonymized = measure == Measure.IDENTITY_COSINE;
      if (anonymized || measure == Measure.RECOVERED_COSINE) {
        figures
            .computeIfAbsent(
                List.of(one.series().network(), one.series().model()), key -> new ArrayList<>())
            .add(
                new Histogram.Series(
                    anonymized ? "original to anonymized" : "original to recovered",
                    anonymized ? Palette.ANONYMIZED : Palette.RECOVERED,
                    one.counts()));
      }
    }
    Distribution.Scale scale = Distribution.Scale.of(Measure.IDENTITY_COSINE).orElseThrow();
    List<DomContent> drawn = new ArrayList<>();
    figures.forEach(
        (key, series) -> {
          String about = "Identity cosine by " + key.get(0) + ", " + key.get(1);
          Histogram plot = new Histogram(about, scale.start(), scale.width(), series);
          DivTag legend =
              legend(series.stream().map(one -> new Key(one.name(), one.style())).toList());
          drawn.add(captioned(about, "share of the images", plot.draw(), legend));
        });
    return drawn;
  }

  /** One figure for each recogniser: the originals, the paper's method, and each model. */
  private List<DomContent> acceptance() {
    Map<String, List<MetricRow>> networks = new LinkedHashMap<>();
    rows.stream()
        .filter(row -> row.table() == Table.I && row.measured().isPresent())
        .forEach(
            row -> networks.computeIfAbsent(row.network(), name -> new ArrayList<>()).add(row));
    List<DomContent> drawn = new ArrayList<>();
    networks.forEach(
        (network, own) -> {
          List<Bars.Bar> bars = new ArrayList<>();
          int model = 0;
          for (MetricRow row : own) {
            boolean original = row.model().equals(MetricRow.ORIGINAL);
            String style = original ? Palette.ORIGINAL : Palette.style(model++);
            bars.add(new Bars.Bar(row.model(), style, row.value(), row.standardError()));
          }
          PaperValue.all().stream()
              .filter(value -> value.table() == Table.I && value.network().equals(network))
              .filter(value -> value.method().equals("G2Face"))
              .forEach(
                  value ->
                      bars.add(
                          new Bars.Bar(
                              "G2Face (paper)", Palette.PAPER, value.value(), value.deviation())));
          String about = Measure.TRUE_ACCEPTANCE.label() + " by " + network;
          drawn.add(
              captioned(
                  about,
                  "share of the pairs of one person that are accepted, over folds",
                  new Bars(about, bars).draw(),
                  null));
        });
    return drawn;
  }

  /** One figure for each recogniser, with the curve of each model beside that of the originals. */
  private List<DomContent> rocs() {
    Map<String, List<VerificationCurve>> networks = new LinkedHashMap<>();
    curves.forEach(
        curve -> networks.computeIfAbsent(curve.network(), name -> new ArrayList<>()).add(curve));
    List<DomContent> drawn = new ArrayList<>();
    networks.forEach((network, own) -> drawn.add(roc(network, own)));
    return drawn;
  }

  private static DomContent roc(String network, List<VerificationCurve> own) {
    List<RocPlot.Curve> drawn = new ArrayList<>();
    List<Key> named = new ArrayList<>();
    int model = 0;
    for (VerificationCurve curve : own) {
      boolean original = curve.model().equals(MetricRow.ORIGINAL);
      String style = original ? Palette.ORIGINAL : Palette.style(model++);
      drawn.add(new RocPlot.Curve(curve.model(), style, curve.roc()));
      named.add(new Key(curve.model(), style));
    }
    VerificationCurve any = own.get(0);
    String about = "Verification by " + network;
    String text =
        "share of the pairs of one person that are accepted, over that of strangers; %,d and %,d"
                .formatted(any.roc().same(), any.roc().different())
            + " pairs. Thresholds are those of the originals; dashed is a false accept rate of "
            + Axis.label(100 * any.permitted())
            + "%.";
    RocPlot plot = new RocPlot(about, any.permitted(), drawn);
    return captioned(about, text, plot.draw(), legend(named));
  }

  private List<DomContent> recovery() {
    List<DomContent> drawn = new ArrayList<>();
    for (Distribution one : distributions) {
      Measure measure = one.series().measure();
      if (measure == Measure.PSNR || measure == Measure.SSIM) {
        String unit = measure == Measure.PSNR ? " (dB)" : "";
        String about = measure.label() + unit + " of recovery, " + one.series().model();
        Histogram plot =
            new Histogram(
                about,
                one.scale().start(),
                one.scale().width(),
                List.of(new Histogram.Series("recovered", Palette.RECOVERED, one.counts())));
        drawn.add(captioned(about, "share of the images", plot.draw(), null));
      }
    }
    return drawn;
  }

  private List<DomContent> diversity() {
    List<DomContent> drawn = new ArrayList<>();
    for (DummyLayout layout : layouts) {
      String about =
          "Whom %s sees in the dummies of %d faces, %s"
              .formatted(layout.network(), layout.sources(), layout.model());
      String text =
          "t-SNE of embeddings: what is close is alike. A colour is a face; its original is the"
              + " diamond, its dummies are the dots."
              + (layout.all() > layout.dots().size()
                  ? " %,d of %,d points.".formatted(layout.dots().size(), layout.all())
                  : "");
      drawn.add(captioned(about, text, new Scatter(about, layout.dots()).draw(), null));
    }
    return drawn;
  }

  private static DomContent captioned(
      String title, String text, ContainerTag<?> svg, DivTag legend) {
    return figure(
        figcaption(strong(Page.own(title)), small(text)), svg, legend == null ? span() : legend);
  }

  /** What a colour stands for. */
  private record Key(String name, String style) {}

  private static DivTag legend(List<Key> series) {
    DivTag legend = div().withClass("legend");
    series.forEach(
        one ->
            legend.with(
                span(
                    span().withClass("swatch " + one.style()).attr("aria-hidden", "true"),
                    span(Page.own(one.name())))));
    return legend;
  }
}
