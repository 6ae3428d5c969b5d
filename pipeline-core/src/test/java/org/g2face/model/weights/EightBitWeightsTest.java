package org.g2face.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.g2face.io.FileStore;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.Test;

class EightBitWeightsTest {
  private static final Tensor CODES = Tensor.of(new float[] {0, 255, 7, 128}, 2, 2);

  @Property(tries = 50)
  void whatIsWrittenIsReadAgainWithAByteForEachCode(
      @ForAll @Size(6) int[] numbers, @ForAll @IntRange(min = 1, max = 3) int channels)
      throws IOException {
    float[] codes = new float[6];
    float[] scale = new float[6 / channels];
    float[] offset = new float[6 / channels];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = numbers[i] & 0xff;
      scale[i % scale.length] = 0.01f * i;
      offset[i % scale.length] = -i;
    }
    Map<String, Tensor> stored = new LinkedHashMap<>();
    Tensor tensor = Tensor.of(codes, scale.length, channels);
    EightBitWeights.put(stored, "a.weight", tensor, scale, offset);
    stored.put("a.bias", Tensor.of(new float[] {1.5f}, 1));

    NamedTensors read = written(stored);
    NamedTensors decoded = EightBitWeights.decode(read);
    assertThat(read.get("a.weight")).isEqualTo(tensor);
    assertThat(decoded.names()).containsExactlyInAnyOrder("a.weight", "a.bias");
    for (int i = 0; i < codes.length; i++) {
      int channel = i / channels;
      assertThat(decoded.get("a.weight").at(i))
          .isEqualTo((float) ((double) codes[i] * scale[channel] + offset[channel]));
    }
  }

  private static NamedTensors written(Map<String, Tensor> stored) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EightBitWeights.write(out, NamedTensors.of(stored));
    byte[] file = out.toByteArray();
    return Safetensors.read(
            new FileStore.OpenFile("memory", new ByteArrayInputStream(file), file.length))
        .tensors();
  }

  @Test
  void aCodeIsAWholeNumberOfEightBits() {
    for (float wrong : new float[] {-1, 256, 0.5f, Float.NaN}) {
      Map<String, Tensor> stored = new LinkedHashMap<>();
      EightBitWeights.put(
          stored, "a", Tensor.of(new float[] {wrong}, 1), new float[1], new float[1]);
      assertThatThrownBy(() -> written(stored))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("tensor 'a' holds " + wrong);
    }
  }

  @Test
  void everyChannelHasAScaleAndAnOffset() {
    Map<String, Tensor> stored = new LinkedHashMap<>();
    EightBitWeights.put(stored, "a", CODES, new float[] {1, 1, 1}, new float[] {0, 0, 0});
    assertThatThrownBy(() -> EightBitWeights.decode(NamedTensors.of(stored)))
        .hasMessage("the weight a has 2 channels, but 3 scales and 3 offsets");
    stored.remove("a.offset");
    assertThatThrownBy(() -> EightBitWeights.decode(NamedTensors.of(stored)))
        .hasMessageContaining("a.offset");
  }

  /** A layer may be called as the companions are. */
  @Test
  void aScaleThatBelongsToNothingIsAWeight() {
    NamedTensors plain = NamedTensors.of(Map.of("norm.scale", CODES));
    assertThat(EightBitWeights.decode(plain)).isEqualTo(plain);
  }
}
