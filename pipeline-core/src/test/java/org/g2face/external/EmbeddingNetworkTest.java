package org.g2face.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.g2face.Fixtures;
import org.g2face.evaluate.Verification;
import org.g2face.external.NetworkSpec.Colours;
import org.g2face.image.Decoded;
import org.g2face.image.ImageDecoder;
import org.g2face.image.Planes;
import org.g2face.model.Normalisation;
import org.g2face.network.Alignment;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxException;
import org.g2face.onnx.OnnxFiles;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.Test;

class EmbeddingNetworkTest {
  private static final Execution CPU = Execution.onCpu(2);
  private static final Offset<Float> LITTLE = within(1e-6f);

  private static NetworkSpec contract(Alignment.Box alignment, Colours colours) {
    return new NetworkSpec("x", "means", alignment, Normalisation.unit(), colours);
  }

  /** [1, 3, 4, 4]: black on the left; on the right full red, half green, no blue. */
  private static Tensor halves() {
    float[] values = new float[48];
    for (int i = 0; i < values.length; i++) {
      int channel = i / 16;
      values[i] = i % 4 < 2 ? -1 : 1 - channel;
    }
    return Tensor.of(values, 1, 3, 4, 4);
  }

  @Test
  void aFaceIsCutScaledAndOrderedAsTheContractSays() {
    byte[] means = OnnxFiles.means();
    Alignment.Box whole = Alignment.Box.whole(2, 2);
    Alignment.Box right = new Alignment.Box(0.5, 0, 1, 1, 2, 2);
    try (EmbeddingNetwork rgb = EmbeddingNetwork.open(means, contract(right, Colours.RGB), 4, CPU);
        EmbeddingNetwork bgr = EmbeddingNetwork.open(means, contract(right, Colours.BGR), 4, CPU);
        EmbeddingNetwork all = EmbeddingNetwork.open(means, contract(whole, Colours.RGB), 4, CPU)) {
      assertThat(rgb.embedding()).isEqualTo(3);
      assertThat(rgb.embed(halves()).toArray()).containsExactly(new float[] {1, 0.5f, 0}, LITTLE);
      assertThat(bgr.embed(halves()).toArray()).containsExactly(new float[] {0, 0.5f, 1}, LITTLE);
      assertThat(all.embed(halves()).toArray())
          .containsExactly(new float[] {0.5f, 0.25f, 0}, LITTLE);
    }
  }

  @Test
  void aContractThatIsNotTheFilesIsRefused() {
    Alignment.Box whole = Alignment.Box.whole(2, 2);
    Normalisation unit = Normalisation.unit();
    assertThatThrownBy(
            () ->
                open(new NetworkSpec("face", "means", whole, unit, Colours.RGB), OnnxFiles.means()))
        .isInstanceOf(OnnxException.class)
        .hasMessage("the network has no input of the name face, but x");
    assertThatThrownBy(
            () ->
                open(
                    new NetworkSpec("x", "embedding", whole, unit, Colours.RGB), OnnxFiles.means()))
        .hasMessage("the network has no output of the name embedding, but means");
    assertThatThrownBy(
            () -> open(contract(Alignment.Box.whole(3, 2), Colours.RGB), OnnxFiles.means()))
        .isInstanceOf(OnnxException.class);
    assertThatThrownBy(() -> open(contract(whole, Colours.RGB), new byte[] {1, 2, 3}))
        .isInstanceOf(OnnxException.class);
  }

  private static void open(NetworkSpec contract, byte[] model) {
    EmbeddingNetwork.open(model, contract, 4, CPU).close();
  }

  /**
   * MobileFaceNet tells people apart although it sees all faces through one box. With five points
   * fitted to every face its makers' way, 199 of 200 are accepted at 1 % of false accepts.
   */
  @Test
  void oneBoxForAllFacesIsAlignmentEnough() throws IOException {
    byte[] model = Files.readAllBytes(Fixtures.path("models/mobilefacenet.onnx"));
    Path pairs = Fixtures.path("faces/pairs");
    NetworkSpec contract =
        new NetworkSpec(
            "input0",
            "output0",
            new Alignment.Box(0.120, 0.118, 0.879, 0.877, 112, 112),
            new Normalisation(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225)),
            Colours.RGB);
    List<Double> same = new ArrayList<>();
    List<Double> different = new ArrayList<>();
    List<String> lines = Files.readAllLines(pairs.resolve("pairs.csv"));
    try (EmbeddingNetwork recogniser = EmbeddingNetwork.open(model, contract, 128, CPU)) {
      assertThat(recogniser.embedding()).isEqualTo(128);
      for (String line : lines.subList(1, lines.size())) {
        String[] cells = line.split(",");
        FloatBuffer faces = Tensor.allocate(2 * Planes.count(128, 128));
        decode(pairs.resolve(cells[0]), faces, 0);
        decode(pairs.resolve(cells[1]), faces, Planes.count(128, 128));
        Tensor both = recogniser.embed(Tensor.wrap(faces, 2, 3, 128, 128));
        (cells[2].equals("1") ? same : different).add(cosine(both));
      }
    }
    Verification at1 = Verification.atFalseAcceptRate(0.01, array(same), array(different));
    assertThat(same).hasSize(200);
    assertThat(different).hasSize(200);
    assertThat(at1.trueAcceptRate()).isGreaterThanOrEqualTo(0.985);
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void decode(Path file, FloatBuffer planes, int at) throws IOException {
    Decoded decoded = new ImageDecoder().decode(Files.readAllBytes(file), file.toString());
    Planes.write(((Decoded.Picture) decoded).image(), planes, at);
  }

  /** Of the two rows of [2, length]. */
  private static double cosine(Tensor rows) {
    int length = (int) rows.shape()[1];
    double dot = sum(rows, length, 0, length);
    return dot / Math.sqrt(sum(rows, length, 0, 0) * sum(rows, length, length, length));
  }

  private static double sum(Tensor rows, int length, int a, int b) {
    return IntStream.range(0, length).mapToDouble(i -> rows.at(a + i) * rows.at(b + i)).sum();
  }
}
