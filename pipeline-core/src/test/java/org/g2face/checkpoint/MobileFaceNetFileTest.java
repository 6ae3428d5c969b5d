package org.g2face.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.g2face.Fixtures;
import org.g2face.model.weights.NamedTensors;
import org.g2face.network.MobileFaceNet;
import org.g2face.network.Phase;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxModel;
import org.g2face.onnx.OnnxSession;
import org.g2face.onnx.OnnxValue;
import org.g2face.tensor.Cosine;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MobileFaceNetFileTest {
  private static final Execution CPU = Execution.onCpu(1);

  @TempDir private Path folder;

  /** The network here, with the file's weights, embeds as the file itself does. */
  @Test
  void embedsAsItsFileDoes() throws IOException {
    Path file = Fixtures.path("models/mobilefacenet.onnx");
    NamedTensors weights = MobileFaceNetFile.read(file);
    MobileFaceNet network = new MobileFaceNet();
    OnnxModel graph = new OnnxModel();
    OnnxValue image = graph.input("image", -1, 3, 112, 112);
    graph.output(
        "embedding",
        network.forward(graph.ops(), graph.weights("net", weights::get), image, Phase.inference()));
    float[] pixels = new float[2 * 3 * 112 * 112];
    Random random = new Random(3);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    Tensor input = Tensor.of(pixels, 2, 3, 112, 112);
    try (OnnxSession ours = graph.open(CPU);
        OnnxSession theirs =
            OnnxSession.open(Files.readAllBytes(file), "input0", List.of("output0"), CPU)) {
      float[] a = ours.run(Map.of("image", input)).get("embedding").toArray();
      float[] b = theirs.run(Map.of("input0", input), "output0").get("output0").toArray();
      for (int face = 0; face < 2; face++) {
        float[] mine = Arrays.copyOfRange(a, 128 * face, 128 * face + 128);
        float[] other = Arrays.copyOfRange(b, 128 * face, 128 * face + 128);
        assertThat(Cosine.between(mine, other)).isCloseTo(1, within(1e-5));
      }
      double square = 0;
      for (int i = 0; i < 128; i++) {
        square += a[i] * a[i] / 128;
      }
      assertThat(square).as("mean square of a coordinate").isCloseTo(1, within(1e-4));
    }
  }

  @Test
  void saysWhatIsWrongWithAFile() throws IOException {
    Path file = Files.write(folder.resolve("a.onnx"), new byte[] {1, 2, 3});
    assertThatThrownBy(() -> MobileFaceNetFile.read(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("a.onnx");
    Path other = Fixtures.path("models/mtcnn-pnet.onnx");
    assertThatThrownBy(() -> MobileFaceNetFile.read(other))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("convolutions, but MobileFaceNet has 51");
  }
}
