package org.g2face.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.g2face.Fixtures;
import org.g2face.image.Decoded;
import org.g2face.image.ImageDecoder;
import org.g2face.image.ImageEncoder;
import org.g2face.image.RgbImage;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.metrics.ImageRow;
import org.g2face.jobs.metrics.Measure;
import org.g2face.jobs.metrics.MetricFolder;
import org.g2face.jobs.metrics.MetricRow;
import org.g2face.jobs.metrics.Table;
import org.g2face.metric.PixelError;
import org.g2face.metric.Ssim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateFacesTest {
  @TempDir private Path folder;

  /**
   * Twelve people: "anonymized" by the next one's face, "recovered" by a blurred picture. Ids meet
   * although endings differ; of the anonymized pictures one is missing, one is cut off, and one
   * belongs to nobody.
   */
  private List<Path> people(int count) throws IOException {
    List<Path> people = onePerPerson(count);
    for (int i = 0; i < count; i++) {
      String name = "a/person-%02d".formatted(i);
      TestImages.write(
          folder.resolve("original"), name + ".jpg", Files.readAllBytes(people.get(i)));
      byte[] next = png(decode(people.get((i + 1) % count)));
      if (i == 3) {
        next = TestImages.half(next);
      }
      TestImages.write(folder.resolve("anonymized"), (i == 5 ? "a/nobody" : name) + ".png", next);
      TestImages.write(
          folder.resolve("recovered"), name + ".png", png(blurred(decode(people.get(i)))));
    }
    return people;
  }

  private EvaluationConf networks() throws IOException {
    Path models = Fixtures.path("models");
    Path conf =
        Files.writeString(
            folder.resolve("evaluation.conf"),
            """
            folder = "%s"
            input { input = input0, output = output0, box = [0.12, 0.118, 0.879, 0.877]
              width = 112, height = 112, colours = rgb
              mean = [0.485, 0.456, 0.406], deviation = [0.229, 0.224, 0.225] }
            networks {
              mobile = ${input} { kind = recogniser, file = mobilefacenet.onnx }
              b = ${input} {
                kind = recogniser, file = recogniser-b.onnx, input = input, output = embedding
                box = [0.174, 0.118, 0.825, 0.877], width = 96
                mean = [0.5, 0.5, 0.5], deviation = [0.502, 0.502, 0.502]
              }
              arcface = ${input} { kind = recogniser, file = absent.onnx }
              look = ${input} { kind = features, file = mobilefacenet.onnx }
              ultraface {
                kind = detector, decoding = ultraface, file = ultraface-rfb-320.onnx, score = 0.7
              }
              landmarks { kind = landmarks, file = fr_landmark.onnx, detector = ultraface }
              pose {
                kind = pose, decoding = rotation, file = 3ddfa-mb05.onnx, detector = ultraface
              }
              lpips {
                kind = perceptual, file = squeezenet-lpips.safetensors, backbone = squeezenet
              }
            }
            gates = ["anonymity.mobile.cosine < 0.5", "recovery.psnr > 90"]
            """
                .formatted(models.toAbsolutePath()));
    return EvaluationConf.read(
        conf.toString(), TestSpark.session().sparkContext().hadoopConfiguration());
  }

  private EvaluateFaces job(EvaluationConf networks) {
    Subject subject =
        new Subject("next", List.of(at("anonymized")), List.of(at("recovered")), Optional.empty());
    return new EvaluateFaces(TestSpark.session())
        .original(List.of(at("original")))
        .subjects(List.of(subject))
        .networks(networks)
        .size(128)
        .partitions(3)
        .dataset("people")
        .output(at("output"));
  }

  @Test
  void picturesMeetByIdAndAreMeasured() throws IOException {
    List<Path> people = people(12);
    EvaluateResult result = job(networks()).run();

    assertThat(result.counts())
        .containsEntry("compared", 12L)
        .containsEntry("next.anonymized.missing", 1L)
        .containsEntry("next.anonymized.extra", 1L)
        .containsEntry("next.anonymized.truncated", 1L)
        .hasSize(4);
    MetricRow cosine = row(result, Table.II, Measure.IDENTITY_COSINE, "mobile");
    assertThat(cosine.n()).isEqualTo(10);
    assertThat(cosine.value()).isBetween(-0.1, 0.3);
    assertThat(cosine.standardError()).isBetween(0.005, 0.1);
    assertThat(cosine.low()).isLessThan(cosine.value());
    assertThat(cosine.high()).isGreaterThan(cosine.value());
    assertThat(row(result, Table.VI, Measure.RECOVERED_COSINE, "mobile").value())
        .isGreaterThan(0.6);
    assertThat(row(result, Table.II, Measure.IDENTITY_COSINE, "b").value()).isBetween(-0.1, 0.3);
    assertThat(row(result, Table.VI, Measure.RECOVERED_COSINE, "b").value()).isGreaterThan(0.5);
    MetricRow absent = row(result, Table.II, Measure.IDENTITY_COSINE, "arcface");
    assertThat(absent.measured()).isEmpty();
    assertThat(absent.n()).isZero();
    assertThat(absent.note()).isEqualTo("no file absent.onnx");
    assertThat(row(result, Table.III, Measure.DETECTION_RATE, "ultraface").value()).isEqualTo(1);
    assertThat(row(result, Table.III, Measure.LANDMARK_DISTANCE, "landmarks").value())
        .isBetween(1.0, 20.0);
    assertThat(row(result, Table.III, Measure.POSE_DISTANCE, "pose").value()).isBetween(1.0, 90.0);
    assertThat(row(result, Table.III, Measure.BOX_DISTANCE, "ultraface").value())
        .isBetween(0.5, 60.0);
    assertThat(row(result, Table.III, Measure.FRECHET_DISTANCE, "look").value()).isPositive();
    assertThat(row(result, Table.V, Measure.LPIPS, "lpips").value()).isBetween(0.01, 0.6);

    double psnr = 0;
    double ssim = 0;
    for (Path person : people) {
      RgbImage face = decode(person);
      psnr += PixelError.between(face, blurred(face)).psnr() / 12;
      ssim += Ssim.between(face, blurred(face)) / 12;
    }
    assertThat(row(result, Table.V, Measure.PSNR, "").value()).isCloseTo(psnr, within(1e-9));
    assertThat(row(result, Table.V, Measure.SSIM, "").value()).isCloseTo(ssim, within(1e-9));

    assertThat(result.failures()).hasSize(1);
    assertThat(result.failures().get(0).gate()).isEqualTo("recovery.psnr > 90");
    MetricFolder kept = new MetricFolder(TestSpark.session(), at("output"));
    assertThat(kept.history()).containsExactlyInAnyOrderElementsOf(result.rows());
    List<ImageRow> images = kept.images(result.runId()).collectAsList();
    assertThat(images.stream().filter(row -> row.measure() == Measure.PSNR)).hasSize(12);
    RgbImage face = decode(people.get(7));
    assertThat(images)
        .filteredOn(row -> row.imageId().equals("a/person-07.jpg"))
        .filteredOn(row -> row.measure() == Measure.PSNR)
        .extracting(ImageRow::value)
        .containsExactly(PixelError.between(face, blurred(face)).psnr());
    var unmatched =
        TestSpark.session().read().parquet(at("output/unmatched")).collectAsList().stream()
            .map(row -> row.getString(1) + " " + row.getString(2) + " " + row.getString(3))
            .toList();
    assertThat(unmatched)
        .containsExactlyInAnyOrder(
            "a/person-03.jpg next.anonymized truncated",
            "a/person-05.jpg next.anonymized missing",
            "a/nobody next.anonymized extra");
    assertThat(folder.resolve("output/latest.json"))
        .content()
        .contains("\"compared\" : 12", "absent.onnx");
    assertThat(folder.resolve("output/latest.prom")).content().contains("measure=\"psnr\"");
    assertThat(folder.resolve("output").toFile().list())
        .containsExactlyInAnyOrder(
            "metrics", "per_image", "unmatched", "latest.json", "latest.prom");
  }

  @Test
  void theNumbersDoNotDependOnTheDivisionAndRunsAreKeptBesideEachOther() throws IOException {
    people(12);
    EvaluationConf networks = networks();
    Map<String, byte[]> before = new TreeMap<>();
    List<EvaluateResult> results = new ArrayList<>();
    for (int partitions : new int[] {1, 2, 7}) {
      results.add(job(networks).partitions(partitions).run());
      Map<String, byte[]> after = files(folder.resolve("output/metrics"));
      after.putAll(files(folder.resolve("output/per_image")));
      before.forEach((name, bytes) -> assertThat(after.get(name)).isEqualTo(bytes));
      assertThat(after.size()).isGreaterThan(before.size());
      before.putAll(after);
    }
    for (EvaluateResult result : results) {
      assertThat(result.rows()).hasSameSizeAs(results.get(0).rows());
      for (MetricRow row : result.rows()) {
        MetricRow first =
            results.get(0).rows().stream().filter(row::sameAs).findFirst().orElseThrow();
        if (row.measured().isPresent()) {
          assertThat(row.value()).as(row.toString()).isCloseTo(first.value(), within(1e-9));
          assertThat(row.n()).isEqualTo(first.n());
        } else {
          assertThat(first.measured()).isEmpty();
        }
      }
    }
    List<MetricRow> history = new MetricFolder(TestSpark.session(), at("output")).history();
    assertThat(history.stream().map(MetricRow::runId).distinct())
        .containsExactlyElementsOf(results.stream().map(EvaluateResult::runId).toList());
  }

  @Test
  void pairsAreVerifiedOverFolds() throws IOException {
    Path list = Fixtures.path("faces/pairs/pairs.csv");
    Path pictures = list.getParent();
    List<String> lines = new ArrayList<>(List.of("left,right,same"));
    List<String> all = Files.readAllLines(list);
    List<String> kinds = new ArrayList<>(all.subList(1, 21));
    kinds.addAll(all.subList(201, 221));
    for (String line : kinds) {
      String[] cells = line.split(",");
      lines.add(line);
      for (int side = 0; side < 2; side++) {
        byte[] picture = Files.readAllBytes(pictures.resolve(cells[side]));
        TestImages.write(folder.resolve("original"), cells[side], picture);
        TestImages.write(folder.resolve("recovered"), cells[side], picture);
        TestImages.write(
            folder.resolve("anonymized"),
            cells[side].replace(".jpg", ".png"),
            png(decode(pictures.resolve(kinds.get(0).split(",")[0]))));
      }
    }
    lines.add("images/absent.jpg,images/absent-too.jpg,1");
    Path pairs = Files.write(folder.resolve("pairs.csv"), lines);

    EvaluateResult result = job(networks()).pairs(pairs.toString()).folds(4).run();
    MetricRow original = rowOf(result, Measure.TRUE_ACCEPTANCE, "mobile", MetricRow.ORIGINAL);
    assertThat(original.n()).isEqualTo(40);
    assertThat(original.value()).isGreaterThan(0.9);
    MetricRow hidden = rowOf(result, Measure.TRUE_ACCEPTANCE, "mobile", "next");
    // All right faces are now that of one person, who is the first pair's own.
    assertThat(hidden.value()).isBetween(0.01, 0.2);
    assertThat(hidden.standardError()).isPositive();
    assertThat(rowOf(result, Measure.TRUE_ACCEPTANCE, "arcface", "next").measured()).isEmpty();
  }

  @Test
  void aSampleIsTheSameOnEverySideAndInEveryRun() throws IOException {
    people(12);
    EvaluateResult result =
        job(EvaluationConf.none()).sampling(Sampling.of("25%", Optional.empty(), "x")).run();
    assertThat(result.counts().get("compared")).isEqualTo(3);
    EvaluateResult again =
        job(EvaluationConf.none()).sampling(Sampling.of("3", Optional.empty(), "x")).run();
    assertThat(row(again, Table.V, Measure.PSNR, "").value())
        .isEqualTo(row(result, Table.V, Measure.PSNR, "").value());
    assertThatThrownBy(
            () ->
                job(EvaluationConf.none())
                    .sampling(Sampling.of("3", Optional.of("source"), "x"))
                    .run())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("cannot stratify by the column source");
    assertThat(folder.resolve("output").toFile().list()).noneMatch(name -> name.startsWith("."));
  }

  @Test
  void strataKeepTheirShares() {
    assertThat(Sample.quotas(Map.of("a", 700L, "b", 250L, "c", 50L), 10))
        .containsExactlyInAnyOrderEntriesOf(Map.of("a", 7L, "b", 3L, "c", 0L));
    assertThat(Sample.quotas(Map.of("a", 1L, "b", 2L), 3))
        .containsExactlyInAnyOrderEntriesOf(Map.of("a", 1L, "b", 2L));
  }

  @Test
  void aSampleIsStratifiedByAColumn() throws IOException {
    Path faces = Fixtures.path("faces/holdout");
    var table = TestSpark.session().read().parquet(faces.toString()).limit(40);
    table
        .selectExpr("image", "image_id", "if(hash(image_id) % 4 = 0, 'few', 'many') as kind")
        .write()
        .parquet(at("original/images.parquet"));
    var kinds = TestSpark.session().read().parquet(at("original/images.parquet"));
    long few = kinds.filter("kind = 'few'").count();
    Subject subject = new Subject("same", List.of(), List.of(at("original")), Optional.empty());
    EvaluateResult result =
        job(EvaluationConf.none())
            .subjects(List.of(subject))
            .sampling(Sampling.of("0.5", Optional.of("kind"), "x"))
            .run();
    assertThat(result.counts()).containsExactly(Map.entry("compared", 20L));
    List<String> ids =
        new MetricFolder(TestSpark.session(), at("output"))
            .images(result.runId()).collectAsList().stream()
                .map(ImageRow::imageId)
                .distinct()
                .toList();
    long fewDrawn =
        kinds.filter("kind = 'few'").select("image_id").collectAsList().stream()
            .filter(row -> ids.contains(row.getString(0)))
            .count();
    assertThat(fewDrawn).isBetween((long) Math.floor(few / 2.0), (long) Math.ceil(few / 2.0));
    // Equal pictures are as near as pictures can be without being equal.
    assertThat(row(result, Table.V, Measure.PSNR, "").value()).isGreaterThan(90);
    assertThat(row(result, Table.V, Measure.SSIM, "").value()).isCloseTo(1, within(1e-12));
  }

  @Test
  void whatCannotBeDoneIsToldBeforeAnythingIsWritten() throws IOException {
    TestImages.write(folder.resolve("original"), "1.png", 1);
    TestImages.write(folder.resolve("recovered"), "1.png", 1);
    Subject absent = new Subject("x", List.of(at("nowhere")), List.of(), Optional.empty());
    assertThatThrownBy(() -> job(EvaluationConf.none()).subjects(List.of(absent)).run())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("nowhere does not exist");
    assertThatThrownBy(() -> job(EvaluationConf.none()).subjects(List.of()).run())
        .hasMessageContaining("nothing to evaluate");
    Path pairs = Files.writeString(folder.resolve("pairs.csv"), "left,right\n1,1\n");
    Subject recovered = new Subject("x", List.of(), List.of(at("recovered")), Optional.empty());
    assertThatThrownBy(
            () ->
                job(EvaluationConf.none())
                    .subjects(List.of(recovered))
                    .pairs(pairs.toString())
                    .run())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("have no columns left, right and same");
    if (Files.exists(folder.resolve("output"))) {
      assertThat(folder.resolve("output")).isEmptyDirectory();
    }
  }

  @Test
  void keysMeetWhateverTheEndings() {
    ImageKeys loose = new ImageKeys(false, null);
    assertThat(loose.ofOriginal("a/b.JPG")).isEqualTo("a/b").isEqualTo(loose.ofOther("a/b.png"));
    assertThat(loose.ofOther("a/b.jpg.png")).isEqualTo("a/b");
    assertThat(loose.ofOriginal("row-17")).isEqualTo("row-17");
    ImageKeys exact = new ImageKeys(true, null);
    assertThat(exact.ofOriginal("a/b.jpg")).isEqualTo("a/b.jpg");
    assertThat(exact.ofOther("a/b.jpg.png")).isEqualTo("a/b.jpg");
    assertThat(exact.ofOther("a/b.jpg")).isEqualTo("a/b.jpg");
  }

  @Test
  void filesOfNetworksCanBeElsewhere() throws IOException {
    Path conf =
        Files.writeString(
            folder.resolve("e.conf"),
            """
            networks.a { kind = detector, decoding = ultraface, file = a.onnx, score = 0.7 }
            """);
    Configuration hadoop = new Configuration();
    EvaluationConf moved =
        EvaluationConf.read(
            conf.toString(), Optional.of("/networks"), List.of("a=/other/b.onnx"), hadoop);
    assertThat(moved.folder()).isEqualTo("/networks");
    assertThat(moved.networks()).contains("/other/b.onnx").doesNotContain("a.onnx");
    assertThat(EvaluationConf.read(conf.toString(), hadoop).folder()).endsWith(folder.toString());
    assertThatThrownBy(
            () ->
                EvaluationConf.read(
                    conf.toString(), Optional.empty(), List.of("b=c.onnx"), hadoop))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("NAME=FILE")
        .hasMessageContaining("[a]");
  }

  private static MetricRow row(
      EvaluateResult result, Table table, Measure measure, String network) {
    return result.rows().stream()
        .filter(row -> row.table() == table && row.measure() == measure)
        .filter(row -> row.network().equals(network))
        .findFirst()
        .orElseThrow();
  }

  private static MetricRow rowOf(
      EvaluateResult result, Measure measure, String network, String model) {
    return result.rows().stream()
        .filter(row -> row.measure() == measure && row.network().equals(network))
        .filter(row -> row.model().equals(model))
        .findFirst()
        .orElseThrow();
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private static Map<String, byte[]> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      Map<String, byte[]> contents = new TreeMap<>();
      for (Path file : files.filter(Files::isRegularFile).collect(Collectors.toList())) {
        contents.put(file.toString(), Files.readAllBytes(file));
      }
      return contents;
    }
  }

  /** The first picture of each of some people. */
  private static List<Path> onePerPerson(int count) throws IOException {
    try (Stream<Path> files = Files.list(Fixtures.path("faces/pairs/images"))) {
      Map<String, Path> people = new TreeMap<>();
      files
          .sorted()
          .forEach(
              file ->
                  people.putIfAbsent(
                      file.getFileName().toString().replaceAll("_\\d+\\.jpg", ""), file));
      return people.values().stream().limit(count).toList();
    }
  }

  private static RgbImage decode(Path file) throws IOException {
    Decoded decoded = new ImageDecoder().decode(Files.readAllBytes(file), file.toString());
    return ((Decoded.Picture) decoded).image();
  }

  private static RgbImage blurred(RgbImage image) {
    return image
        .resize(image.width() / 2, image.height() / 2)
        .resize(image.width(), image.height());
  }

  private static byte[] png(RgbImage image) {
    return new ImageEncoder().png(image);
  }
}
