package org.g2face.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.g2face.io.LocalFileStore;
import org.g2face.model.weights.EightBitWeights;
import org.g2face.model.weights.NamedTensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaceApiImportTest {
  private static final String QUANTISED =
      "[{\"paths\": [\"a.bin\", \"b.bin\"], \"weights\": ["
          + "{\"name\": \"conv\", \"shape\": [1, 2, 1, 3], \"dtype\": \"float32\","
          + " \"quantization\": {\"dtype\": \"uint8\", \"scale\": 0.5, \"min\": -1}},"
          + "{\"name\": \"bias\", \"shape\": [3], \"dtype\": \"float32\"}]}]";

  @TempDir Path folder;

  private Path manifest(String json, int... shards) throws IOException {
    byte[] all =
        ByteBuffer.allocate(18)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(new byte[] {0, 1, 2, 3, 4, (byte) 255})
            .putFloat(0.25f)
            .putFloat(-1)
            .putFloat(3)
            .array();
    Files.write(folder.resolve("a.bin"), java.util.Arrays.copyOf(all, shards[0]));
    Files.write(folder.resolve("b.bin"), java.util.Arrays.copyOfRange(all, shards[0], shards[1]));
    return Files.writeString(folder.resolve("x-weights_manifest.json"), json);
  }

  @Test
  void weightsAreReadOverTheBordersOfTheirFiles() throws IOException {
    TfjsWeights read = TfjsWeights.read(manifest(QUANTISED, 4, 18));
    assertThat(read.get("conv").values()).containsExactly(-1, -0.5f, 0, 0.5f, 1, 126.5f);
    assertThat(read.get("bias").values()).containsExactly(0.25f, -1, 3);
    assertThat(read.sha256().keySet()).containsExactly("x-weights_manifest.json", "a.bin", "b.bin");
    assertThatThrownBy(() -> read.get("fc")).hasMessage("the model has no weight fc");
  }

  @Test
  void filesThatAreTooShortOrTooLongAreRefused() throws IOException {
    Path truncated = manifest(QUANTISED, 4, 17);
    assertThatThrownBy(() -> TfjsWeights.read(truncated))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("the files end before the weight bias");
    Path longer = manifest(QUANTISED.replace("[3]", "[2]"), 4, 18);
    assertThatThrownBy(() -> TfjsWeights.read(longer))
        .hasMessageContaining("4 bytes follow the last weight");
    Path huge = manifest(QUANTISED.replace("[3]", "[2000000000, 2000000000]"), 4, 18);
    assertThatThrownBy(() -> TfjsWeights.read(huge)).isInstanceOf(CheckpointException.class);
    Path elsewhere = manifest(QUANTISED.replace("b.bin", "../b.bin"), 4, 18);
    assertThatThrownBy(() -> TfjsWeights.read(elsewhere))
        .hasMessageContaining("names a file elsewhere");
    Path other = manifest(QUANTISED.replace("uint8", "float16"), 4, 18);
    assertThatThrownBy(() -> TfjsWeights.read(other))
        .hasMessageContaining("the weight conv is of the type float16");
  }

  /** [1, 2, 1, 3] of TensorFlow, two places and three outputs, is [3, 1, 1, 2] here. */
  @Test
  void outputsComeFirstAndTheirFactorsAreFolded() throws IOException {
    FoldedWeights weights = new FoldedWeights(TfjsWeights.read(manifest(QUANTISED, 4, 18)));
    weights.weight("plain", "conv");
    weights.weight("scaled", "conv", new float[] {1, 10, -1});
    weights.every("some", "conv", "bias", 1, 2);
    NamedTensors decoded = EightBitWeights.decode(weights.stored());

    assertThat(decoded.get("plain.weight").shape()).containsExactly(3, 1, 1, 2);
    assertThat(decoded.get("plain.weight").toArray())
        .containsExactly(-1, 0.5f, -0.5f, 1, 0, 126.5f);
    assertThat(decoded.get("scaled.weight").toArray())
        .containsExactly(new float[] {-1, 0.5f, -5, 10, 0, -126.5f}, within(1e-5f));
    assertThat(decoded.get("some.weight").toArray()).containsExactly(-0.5f, 1);
    assertThat(decoded.get("some.bias").toArray()).containsExactly(-1);
  }

  @Test
  void aFolderOfSomethingElseIsRefused() throws IOException {
    LocalFileStore into = new LocalFileStore(folder.resolve("out"));
    assertThatThrownBy(() -> FaceApiImport.into(folder, into))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("npm pack @vladmandic/face-api");
    Files.createDirectory(folder.resolve("model"));
    assertThatThrownBy(() -> FaceApiImport.into(folder, into))
        .hasMessageContaining("there is no file")
        .hasMessageContaining("ssd_mobilenetv1_model-weights_manifest.json");
  }
}
