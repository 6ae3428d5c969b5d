package org.g2face.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.g2face.model.weights.SafetensorsTest.open;
import static org.g2face.model.weights.SafetensorsTest.written;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.g2face.tensor.Tensor;

class SafetensorsPropertyTest {

  /** One damaged byte: where (as a share of the header and a little more) and its new value. */
  record Damage(double where, byte value) {}

  @Property(tries = 200)
  void readsBackWhatItWrote(@ForAll("tensors") NamedTensors tensors) throws IOException {
    Safetensors.Contents contents = Safetensors.read(open(written(tensors, Dtype.F32)));
    assertThat(contents.tensors()).isEqualTo(tensors);
  }

  @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
  void damageIsAlwaysTheDeclaredException(
      @ForAll("tensors") NamedTensors tensors,
      @ForAll("damages") @Size(min = 1, max = 4) List<Damage> damages)
      throws IOException {
    byte[] file = written(tensors, Dtype.F32);
    for (Damage damage : damages) {
      file[(int) (damage.where() * (file.length - 1))] = damage.value();
    }
    readOrRefuse(file, tensors.count());
  }

  @Property(tries = 300)
  void truncationIsAlwaysTheDeclaredException(
      @ForAll("tensors") NamedTensors tensors, @ForAll @IntRange(min = 0, max = 10000) int cut)
      throws IOException {
    byte[] file = written(tensors, Dtype.F32);
    byte[] part = Arrays.copyOf(file, cut % file.length);
    try {
      Safetensors.read(open(part));
      throw new AssertionError("a truncated file was read");
    } catch (SafetensorsException expected) {
      assertThat(expected).hasMessageContaining("test.safetensors");
    }
  }

  /** Whatever a damaged file still yields cannot be more than its bytes can hold. */
  private static void readOrRefuse(byte[] file, long count) throws IOException {
    try {
      NamedTensors read = Safetensors.read(open(file)).tensors();
      // At most one number for each byte of data, when a dtype was damaged into a one-byte type.
      assertThat(read.count()).isLessThanOrEqualTo(count * Float.BYTES);
    } catch (SafetensorsException expected) {
      assertThat(expected).hasMessageContaining("test.safetensors");
    }
  }

  @Provide
  Arbitrary<NamedTensors> tensors() {
    Arbitrary<String> names = Arbitraries.strings().withCharRange('a', 'e').ofLength(2);
    Arbitrary<Tensor> values =
        Arbitraries.integers()
            .between(0, 3)
            .array(long[].class)
            .ofMaxSize(3)
            .flatMap(
                shape ->
                    Arbitraries.floats()
                        .array(float[].class)
                        .ofSize((int) Tensor.count(shape))
                        .map(array -> Tensor.of(array, shape)));
    return Arbitraries.maps(names, values)
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(map -> NamedTensors.of((Map<String, Tensor>) new TreeMap<>(map)));
  }

  @Provide
  Arbitrary<List<Damage>> damages() {
    Arbitrary<Double> where = Arbitraries.doubles().between(0, 1);
    Arbitrary<Byte> value =
        Arbitraries.oneOf(
            Arbitraries.of(List.of((byte) '9', (byte) '0', (byte) ',', (byte) '"', (byte) '}')),
            Arbitraries.bytes());
    return Combinators.combine(where, value).as(Damage::new).list();
  }
}
