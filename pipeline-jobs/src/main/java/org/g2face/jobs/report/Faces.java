package org.g2face.jobs.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.img;
import static j2html.TagCreator.p;
import static j2html.TagCreator.small;
import static j2html.TagCreator.span;

import j2html.tags.DomContent;
import j2html.tags.specialized.DivTag;
import j2html.tags.specialized.SectionTag;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.g2face.jobs.evaluate.Triptych;
import org.g2face.jobs.evaluate.measure.Measure;

/** The best and the worst images: original, anonymized, recovered. */
record Faces(Findings findings) {
  /** Images at each end of a distribution. */
  static final int EACH = 4;

  /** Ids of all images that would be shown. */
  static Set<String> wanted(List<Distribution> distributions) {
    Set<String> ids = new LinkedHashSet<>();
    for (Distribution one : shown(distributions)) {
      one.lowest().forEach(extreme -> ids.add(extreme.imageId()));
      one.highest().forEach(extreme -> ids.add(extreme.imageId()));
    }
    return ids;
  }

  /** PSNR, and the cosine of the first recogniser alone: the others would mostly repeat it. */
  private static List<Distribution> shown(List<Distribution> distributions) {
    Set<String> models = new LinkedHashSet<>();
    List<Distribution> shown = new ArrayList<>();
    for (Distribution one : distributions) {
      Measure measure = one.series().measure();
      if (measure == Measure.PSNR
          || measure == Measure.IDENTITY_COSINE && models.add(one.series().model())) {
        shown.add(one);
      }
    }
    return shown;
  }

  SectionTag draw() {
    SectionTag section = Page.part("faces", "Best and worst");
    if (findings.faces().isEmpty()) {
      return section.with(
          p("This report shows no faces and names no images. The option --faces adds the best and"
                  + " the worst of them, with originals: such a report must be kept like the"
                  + " originals.")
              .withClass("hint"));
    }
    section.with(
        p("This report shows faces of real people, before anonymization and as recovered from it."
                + " Keep it where the originals may be kept, and do not pass it on.")
            .withClass("warning"));
    Map<String, Triptych> faces = findings.facesById();
    for (Distribution one : shown(findings.distributions())) {
      boolean low = one.series().measure().better() == Measure.Better.LOWER;
      String about =
          one.series().measure().label()
              + (one.series().network().isEmpty() ? "" : " by " + one.series().network())
              + ", "
              + one.series().model();
      section.with(
          h3(Page.own("Best: " + about)), row(low ? one.lowest() : one.highest(), one, faces));
      section.with(
          h3(Page.own("Worst: " + about)), row(low ? one.highest() : one.lowest(), one, faces));
    }
    return section;
  }

  private static DivTag row(
      List<Distribution.Extreme> extremes, Distribution of, Map<String, Triptych> faces) {
    DivTag row = div().withClass("triptychs");
    for (Distribution.Extreme extreme : extremes) {
      Triptych triptych = faces.get(extreme.imageId());
      if (triptych != null) {
        row.with(figure(pictures(triptych, of), caption(extreme)).withClass("triptych"));
      }
    }
    return row;
  }

  private static DomContent caption(Distribution.Extreme extreme) {
    return figcaption(
        Page.own(extreme.imageId()), small(String.format(Locale.ROOT, "%.4f", extreme.value())));
  }

  private static DomContent pictures(Triptych triptych, Distribution of) {
    DivTag pictures = div().withClass("pictures").with(picture(triptych.original(), "original"));
    triptych.made().stream()
        .filter(made -> made.model().equals(of.series().model()))
        .forEach(
            made ->
                pictures.with(
                    picture(made.anonymized(), "anonymized"),
                    picture(made.recovered(), "recovered")));
    return pictures;
  }

  private static DomContent picture(Triptych.Thumbnail thumbnail, String what) {
    DomContent image =
        thumbnail == null
            ? span("none").withClass("blank")
            : img()
                .withSrc(
                    "data:image/png;base64," + Base64.getEncoder().encodeToString(thumbnail.png()))
                .withAlt(what);
    return div(image, small(what));
  }
}
