package org.g2face.anonymize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.g2face.image.Decoded;
import org.g2face.image.ImageDecoder;
import org.g2face.image.RgbImage;
import org.g2face.io.LocalFileStore;
import org.g2face.model.ModelPackage;
import org.g2face.model.weights.NamedTensors;
import org.g2face.model.weights.Safetensors;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxSession;
import org.g2face.payload.Binding;
import org.g2face.payload.Ieee754Codec;
import org.g2face.payload.PayloadCodec;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The authors' own code and this project on the same full-size networks and the same photographs.
 *
 * <p>Give the folder that {@code docs/reference/make_reference.py} filled, with the model package
 * imported from its checkpoints in {@code package/}: {@code -Dg2face.reference=FOLDER}.
 */
@Tag("long")
class PublishedCodeTest {
  private static final int FACES = 4;
  private static final int GREY_LEVELS = 1;

  private static Path folder;
  private static NamedTensors reference;
  private static ModelPackage model;

  @BeforeAll
  static void open() throws IOException {
    String place = System.getProperty("g2face.reference");
    assumeTrue(place != null, "skipped: needs -Dg2face.reference=FOLDER");
    folder = Path.of(place);
    model = ModelPackage.load(new LocalFileStore(folder.resolve("package")));
    reference =
        Safetensors.read(new LocalFileStore(folder).open("reference.safetensors")).tensors();
  }

  private static RgbImage picture(String name) throws IOException {
    Decoded decoded = new ImageDecoder().decode(Files.readAllBytes(folder.resolve(name)), name);
    return ((Decoded.Picture) decoded).image();
  }

  private static List<RgbImage> pictures(String name) throws IOException {
    List<RgbImage> pictures = new ArrayList<>();
    for (int i = 0; i < FACES; i++) {
      pictures.add(picture(name + "_" + i + ".png"));
    }
    return pictures;
  }

  private static double largestDifference(Tensor a, Tensor b) {
    double largest = 0;
    for (int i = 0; i < a.count(); i++) {
      largest = Math.max(largest, Math.abs(a.at(i) - b.at(i)));
    }
    return largest;
  }

  private static int largestDifference(RgbImage a, RgbImage b) {
    byte[] first = a.toBytes();
    byte[] second = b.toBytes();
    int largest = 0;
    for (int i = 0; i < first.length; i++) {
      largest = Math.max(largest, Math.abs((first[i] & 0xff) - (second[i] & 0xff)));
    }
    return largest;
  }

  @Test
  void anonymizesLikeTheAuthors() throws IOException {
    Execution execution = Execution.onCpu(2);
    FaceGraphs graphs = new FaceGraphs(model);
    Batch places = new Batch(FACES);
    Tensor images = places.images(pictures("input"), 256);
    assertThat(largestDifference(images, reference.get("image"))).isLessThan(1e-6);

    Map<String, Tensor> analysed;
    try (OnnxSession analysis = graphs.analysis().open(execution)) {
      analysed = analysis.run(Map.of(FaceGraphs.FACE, images));
    }
    Tensor identity = analysed.get(FaceGraphs.IDENTITY);
    assertThat(largestDifference(identity, reference.get("identity"))).isLessThan(1e-3);

    try (OnnxSession dummy = graphs.dummy().open(execution)) {
      Tensor nobody =
          dummy.run(Map.of(FaceGraphs.LATENT, reference.get("z"))).get(FaceGraphs.IDENTITY);
      assertThat(largestDifference(nobody, reference.get("dummy_identity"))).isLessThan(1e-4);
    }
    try (Synthesis synthesis =
        new Synthesis(graphs, FaceGraphs.Purpose.ANONYMIZE, places, null, execution)) {
      Tensor drawn =
          synthesis.draw(
              List.of(),
              images,
              reference.get("dummy_identity"),
              analysed.get(FaceGraphs.GEOMETRY),
              IntStream.range(0, FACES)
                  .mapToObj(i -> Batch.row(reference.get("bits").reshape(FACES, 16384), i))
                  .toList(),
              List.of());
      for (int i = 0; i < FACES; i++) {
        RgbImage expected = picture("anonymous_" + i + ".png");
        assertThat(largestDifference(Batch.image(drawn, i).orElseThrow(), expected))
            .isLessThanOrEqualTo(GREY_LEVELS);
      }
    }
  }

  @Test
  void recoversLikeTheAuthorsWithTheBitsThatWereRead() throws IOException {
    List<Face> faces = pictures("anonymous").stream().map(p -> new Face("a face", p)).toList();
    try (Recoverer recoverer =
        new Recoverer(model, Ieee754Codec::new, "", FACES, Execution.onCpu(2))) {
      List<Outcome> outcomes = recoverer.apply(faces);
      for (int i = 0; i < FACES; i++) {
        RgbImage recovered = ((Outcome.Done) outcomes.get(i)).image();
        assertThat(largestDifference(recovered, picture("recovered_" + i + ".png")))
            .isLessThanOrEqualTo(GREY_LEVELS);
      }
    }
  }

  @Test
  void readsTheAuthorsBits() throws IOException {
    Ieee754Codec codec = new Ieee754Codec(16384, 512);
    Tensor logits = reference.get("extracted_logits").reshape(FACES, 16384);
    Tensor identity = reference.get("extracted_identity");
    for (int i = 0; i < FACES; i++) {
      PayloadCodec.Reading read = codec.decode(Batch.row(logits, i), new Binding("", "", ""));
      // The authors give numbers below 1.2e-38 an implicit leading one, which IEEE 754 does not.
      assertThat(((PayloadCodec.Reading.Opened) read).identity())
          .containsExactly(Batch.row(identity, i), within(1e-37f));
    }
  }
}
