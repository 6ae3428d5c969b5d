package org.g2face.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.spark.api.java.JavaSparkContext;
import org.g2face.evaluate.Folds;
import org.g2face.evaluate.Roc;
import org.g2face.image.ImageEncoder;
import org.g2face.image.RgbImage;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.evaluate.Embedding;
import org.g2face.jobs.evaluate.EvaluateResult;
import org.g2face.jobs.evaluate.Triptych;
import org.g2face.jobs.evaluate.VerificationCurve;
import org.g2face.jobs.evaluate.measure.Gate;
import org.g2face.jobs.evaluate.measure.ImageRow;
import org.g2face.jobs.evaluate.measure.Measure;
import org.g2face.jobs.evaluate.measure.MetricRow;
import org.g2face.jobs.evaluate.measure.Table;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class PageTest {
  private static final String HOSTILE = "<script>alert('x')</script>&\"\u0001\u202e.png";
  private static final byte[] PNG =
      new ImageEncoder().png(RgbImage.of(2, 2, new byte[2 * 2 * RgbImage.CHANNELS]));

  private static MetricRow row(
      String run, Table table, Measure measure, String network, String model, double value) {
    boolean none = Double.isNaN(value);
    return new MetricRow(
        run,
        LocalDate.EPOCH,
        table,
        measure,
        network,
        "data <set>",
        model,
        value,
        none ? Double.NaN : 0.0125,
        none ? Double.NaN : value - 0.025,
        none ? Double.NaN : value + 0.025,
        none ? 0 : 10,
        none ? "no file " + network + ".onnx" : "");
  }

  private static List<MetricRow> rows(String run, double cosine) {
    return List.of(
        row(run, Table.I, Measure.TRUE_ACCEPTANCE, "adaface", MetricRow.ORIGINAL, 0.98),
        row(run, Table.I, Measure.TRUE_ACCEPTANCE, "adaface", "mine", 0.0175),
        row(run, Table.II, Measure.IDENTITY_COSINE, "adaface", "mine", cosine),
        row(run, Table.II, Measure.IDENTITY_COSINE, "arcface", "mine", Double.NaN),
        row(run, Table.III, Measure.FRECHET_DISTANCE, "inception-v3", "mine", Double.NaN),
        row(run, Table.V, Measure.PSNR, "", "mine", 23.5),
        row(run, Table.DIVERSITY, Measure.SPREAD_WITHIN, "unheard-of", "mine", Double.NaN));
  }

  private static List<Distribution> distributions(String id) {
    List<ImageRow> rows = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < 50; i++) {
      String name = i == 0 ? id : "image-%02d".formatted(i);
      rows.add(image(name, Measure.IDENTITY_COSINE, "adaface", i == 0 ? -0.9 : i / 100.0));
      rows.add(image(name, Measure.PSNR, "", 20 + random.nextGaussian()));
    }
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());
    return Distribution.of(spark.parallelize(rows, 3), Faces.EACH);
  }

  private static ImageRow image(String id, Measure measure, String network, double value) {
    return new ImageRow("run-2", LocalDate.EPOCH, id, measure, network, "d", "mine", value);
  }

  /** Ten pairs of each kind; of the anonymized faces none is taken for its original. */
  private static List<VerificationCurve> curves() {
    List<Folds.Scored> original = new ArrayList<>();
    List<Folds.Scored> hidden = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      original.add(new Folds.Scored(true, 0.5 + i / 20.0, 0.5 + i / 20.0));
      original.add(new Folds.Scored(false, i / 20.0, i / 20.0));
      hidden.add(new Folds.Scored(true, 0.5 + i / 20.0, i / 100.0));
      hidden.add(new Folds.Scored(false, i / 20.0, i / 100.0));
    }
    return List.of(
        new VerificationCurve("adaface", MetricRow.ORIGINAL, 1e-3, Roc.of(original)),
        new VerificationCurve("adaface", "mine<>", 1e-3, Roc.of(hidden)));
  }

  private static Findings findings(
      Optional<List<Triptych>> faces, List<MetricRow> history, List<Embedding> embeddings) {
    List<MetricRow> rows = rows("run-2", 0.1234);
    EvaluateResult result =
        new EvaluateResult(
            "out",
            "run-2",
            Instant.EPOCH,
            rows,
            List.of(
                new Gate.Verdict("anonymity.adaface.cosine < 0.15", true, "it is 0.1234"),
                new Gate.Verdict("recovery.psnr > 30", false, "PSNR of mine is 23.5")),
            Map.of("compared", 1234L, "mine.anonymized.missing", 2L),
            embeddings,
            curves(),
            List.of(),
            Duration.ZERO);
    Compared compared =
        new Compared(
            List.of("s3a://name:secret@bucket/photos"),
            List.of("mine=" + HOSTILE),
            List.of(),
            List.of(),
            Optional.of("10%"));
    return new Findings(
        result, compared, distributions(HOSTILE), DummyLayout.of(embeddings), history, faces);
  }

  private static Document parse(String page) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setExpandEntityReferences(false);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(page)));
  }

  @Test
  void aReportIsWellFormedAndStandsAlone() throws Exception {
    String page = new Page(findings(Optional.empty(), rows("run-2", 0.1), List.of())).text();
    Document document = parse(page);
    assertThat(document.getDocumentElement().getTagName()).isEqualTo("html");
    assertThat(page)
        .doesNotContain("http:", "https:", "<script", "@import", "url(", "\u0001")
        .contains("default-src &#x27;none&#x27;");
    NodeList all = document.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      assertThat(element.hasAttribute("src")).as(element.getTagName()).isFalse();
      assertThat(element.getAttribute("href")).matches("|#[a-z]+");
      if (!element.getAttribute("href").isEmpty()) {
        assertThat(page).contains("id=\"" + element.getAttribute("href").substring(1) + "\"");
      }
    }
  }

  @Test
  void numbersStandBesideThePapers() throws Exception {
    Document page =
        parse(new Page(findings(Optional.empty(), rows("run-2", 0.1), List.of())).text());
    String text = page.getDocumentElement().getTextContent();
    assertThat(text)
        .contains("data <set>", "1970-01-01 00:00 UTC", "1,234", "mine anonymized missing", "10%")
        .contains("s3a://bucket/photos", "lower is better", "G2Face (paper)")
        .contains("0.1234± 0.0125[0.0984, 0.1484]", "0.1296± 0.0014")
        .contains("not measured", "arcface: no file arcface.onnx", "Nothing of it was measured")
        .contains("✓ passed", "✗ failed", "PSNR of mine is 23.5")
        .contains("No earlier run")
        .doesNotContain("secret", "NaN", "null");
    assertThat(cell(page, "G2Face (paper)", 2)).startsWith("0.1055");
    assertThat(cell(page, "mine", 2)).isEqualTo("not measured");
  }

  /** The cell of table II in the row of a method. */
  private static String cell(Document page, String method, int column) {
    NodeList lines = page.getElementsByTagName("tr");
    boolean table = false;
    for (int i = 0; i < lines.getLength(); i++) {
      String first = lines.item(i).getFirstChild().getTextContent();
      table = table || lines.item(i).getTextContent().startsWith("methodIdentity cosine");
      if (table && first.equals(method)) {
        return lines.item(i).getChildNodes().item(column).getTextContent();
      }
    }
    throw new AssertionError("no row " + method);
  }

  @Test
  void noFaceAndNoNameOfOneIsShownUnlessAskedFor() throws Exception {
    String without = new Page(findings(Optional.empty(), List.of(), List.of())).text();
    assertThat(without).doesNotContain("<img", "base64", "image-49").contains("shows no faces");

    Triptych.Thumbnail picture = new Triptych.Thumbnail(PNG);
    List<Triptych> faces = new ArrayList<>();
    for (String id : Faces.wanted(distributions(HOSTILE))) {
      faces.add(new Triptych(id, picture, List.of(new Triptych.Made("mine", picture, null))));
    }
    assertThat(Faces.wanted(distributions(HOSTILE))).contains(HOSTILE, "image-49", "image-46");
    String page = new Page(findings(Optional.of(faces), List.of(), List.of())).text();
    Document document = parse(page);
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    // Best and worst four by cosine and by PSNR, each an original and an anonymized picture.
    assertThat(document.getElementsByTagName("img").getLength()).isEqualTo(2 * 2 * 4 * 2);
    assertThat(document.getDocumentElement().getTextContent())
        .contains("faces of real people", "<script>alert('x')</script>&\"\uFFFD", "image-49")
        .contains("Best: Identity cosine by adaface, mine");
    assertThat(page).contains("-0.9000");
  }

  @Test
  void earlierRunsAreATrend() throws Exception {
    List<MetricRow> history = new ArrayList<>(rows("run-1", 0.2468));
    history.addAll(rows("run-2", 0.1234));
    String text =
        parse(new Page(findings(Optional.empty(), history, List.of())).text())
            .getDocumentElement()
            .getTextContent();
    assertThat(text)
        .contains("2 runs since 1970-01-01")
        .contains("0.1234-0.1234 (-50.0 %)better")
        .contains("23.5000unchanged");
  }

  @Test
  void verificationIsACurveBesideThatOfTheOriginals() throws Exception {
    Document page = parse(new Page(findings(Optional.empty(), List.of(), List.of())).text());
    NodeList drawings = page.getElementsByTagName("svg");
    Element plot = null;
    for (int i = 0; i < drawings.getLength(); i++) {
      Element drawing = (Element) drawings.item(i);
      if (drawing.getAttribute("aria-label").startsWith("Verification by adaface")) {
        plot = drawing;
      }
    }
    assertThat(plot).isNotNull();
    assertThat(plot.getAttribute("aria-label"))
        .contains("original: at 0.1 % of strangers accepted, 100.0 % of")
        .contains("mine<>: at 0.1 % of strangers accepted, 0.0 % of");
    assertThat(plot.getTextContent()).contains("0.1%", "1%", "10%", "100%");
    NodeList paths = plot.getElementsByTagName("path");
    // The originals stay at the top from the left to the right; the others begin at the bottom.
    assertThat(((Element) paths.item(0)).getAttribute("d"))
        .startsWith("M40 10H")
        .doesNotContain("178");
    assertThat(((Element) paths.item(1)).getAttribute("d")).startsWith("M40 178H").endsWith("V10");
  }

  @Test
  void dummiesAreLaidOutWithTheirOriginals() {
    Random random = new Random(2);
    List<Embedding> embeddings = new ArrayList<>();
    for (int face = 0; face < 3; face++) {
      for (int dummy = -1; dummy < 500; dummy++) {
        float[] vector = new float[8];
        vector[face] = 3;
        for (int i = 0; i < vector.length; i++) {
          vector[i] += 0.1f * (float) random.nextGaussian();
        }
        embeddings.add(new Embedding("mine", "adaface", "face-" + face, dummy, vector));
      }
    }
    DummyLayout layout = DummyLayout.of(embeddings).get(0);
    assertThat(layout.all()).isEqualTo(3 * 501);
    assertThat(layout.dots()).hasSizeLessThanOrEqualTo(1000).hasSizeGreaterThan(700);
    assertThat(layout.dots().stream().filter(Scatter.Dot::marked)).hasSize(3);
    assertThat(layout.dots()).extracting(Scatter.Dot::series).contains(0, 1, 2);
  }

  @Test
  void distributionsCountEveryImageOnce() {
    List<Distribution> all = distributions("image-00");
    assertThat(all)
        .extracting(one -> one.series().measure())
        .containsExactly(Measure.PSNR, Measure.IDENTITY_COSINE);
    Distribution cosine = all.get(1);
    assertThat(cosine.total()).isEqualTo(50);
    assertThat(cosine.counts()[cosine.scale().bin(-0.9)]).isEqualTo(1);
    assertThat(cosine.counts()[cosine.scale().bin(0.02)]).isEqualTo(2);
    assertThat(cosine.lowest())
        .extracting(Distribution.Extreme::imageId)
        .containsExactly("image-00", "image-01", "image-02", "image-03");
    assertThat(cosine.highest().get(0).value()).isCloseTo(0.49, within(1e-12));
  }
}
