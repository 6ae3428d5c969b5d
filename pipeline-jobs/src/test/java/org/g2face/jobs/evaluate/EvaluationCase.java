package org.g2face.jobs.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.g2face.Fixtures;
import org.g2face.image.Decoded;
import org.g2face.image.ImageDecoder;
import org.g2face.image.ImageEncoder;
import org.g2face.image.RgbImage;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.evaluate.measure.Measure;
import org.g2face.jobs.evaluate.measure.MetricRow;
import org.g2face.jobs.evaluate.measure.Table;
import org.junit.jupiter.api.io.TempDir;

/** People whose faces are "anonymized" and "recovered", and a job that evaluates that. */
abstract class EvaluationCase {
  @TempDir Path folder;

  /**
   * Twelve people: "anonymized" by the next one's face, "recovered" by a blurred picture. Ids meet
   * although endings differ; of the anonymized pictures one is missing, one is cut off, and one
   * belongs to nobody.
   */
  List<Path> people(int count) throws IOException {
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

  EvaluationConf networks() throws IOException {
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

  EvaluateFaces job(EvaluationConf networks) {
    EvaluatedModel subject =
        new EvaluatedModel(
            "next", List.of(at("anonymized")), List.of(at("recovered")), Optional.empty());
    return new EvaluateFaces(TestSpark.session())
        .original(List.of(at("original")))
        .subjects(List.of(subject))
        .networks(networks)
        .size(128)
        .partitions(3)
        .dataset("people")
        .output(at("output"));
  }

  static MetricRow row(EvaluateResult result, Table table, Measure measure, String network) {
    return result.rows().stream()
        .filter(row -> row.table() == table && row.measure() == measure)
        .filter(row -> row.network().equals(network))
        .findFirst()
        .orElseThrow();
  }

  static MetricRow rowOf(EvaluateResult result, Measure measure, String network, String model) {
    return result.rows().stream()
        .filter(row -> row.measure() == measure && row.network().equals(network))
        .filter(row -> row.model().equals(model))
        .findFirst()
        .orElseThrow();
  }

  String at(String name) {
    return folder.resolve(name).toString();
  }

  /** The first picture of each of some people. */
  static List<Path> onePerPerson(int count) throws IOException {
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

  static RgbImage decode(Path file) throws IOException {
    Decoded decoded = new ImageDecoder().decode(Files.readAllBytes(file), file.toString());
    return ((Decoded.Picture) decoded).image();
  }

  static RgbImage blurred(RgbImage image) {
    return image
        .resize(image.width() / 2, image.height() / 2)
        .resize(image.width(), image.height());
  }

  static byte[] png(RgbImage image) {
    return new ImageEncoder().png(image);
  }
}
