package org.g2face.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.g2face.model.weights.Dtype;
import org.g2face.tensor.Tensor;

class CheckpointPropertyTest {
  private static Path file;
  private static byte[] zip;
  private static byte[] stream;

  /** One damaged byte: where, as a share of the file. */
  record Damage(double where, byte value) {}

  /** Extents, strides and the offset of a view. */
  record View(List<Integer> shape, List<Integer> strides, int offset) {}

  @BeforeContainer
  static void read() throws IOException {
    file = Files.createTempFile("damaged", ".pth");
    zip = Files.readAllBytes(Samples.path("everything_protocol4.pth"));
    stream = Files.readAllBytes(Samples.path("tiny_g2face.pth"));
  }

  @AfterContainer
  static void remove() throws IOException {
    Files.delete(file);
  }

  @Property(tries = 400)
  void damageToAStreamIsTheDeclaredException(
      @ForAll("damages") @Size(min = 1, max = 3) List<Damage> damages) throws IOException {
    byte[] bytes = stream.clone();
    // The description is at the start.
    damages.forEach(d -> bytes[(int) (d.where() * 20_000)] = d.value());
    readOrRefuse(bytes);
  }

  @Property(tries = 400)
  void damageToAnArchiveIsTheDeclaredException(
      @ForAll("damages") @Size(min = 1, max = 3) List<Damage> damages) throws IOException {
    byte[] bytes = zip.clone();
    damages.forEach(d -> bytes[(int) (d.where() * (bytes.length - 1))] = d.value());
    readOrRefuse(bytes);
  }

  @Property(tries = 400)
  void damageToADescriptionIsTheDeclaredException(
      @ForAll("damages") @Size(min = 1, max = 3) List<Damage> damages) throws IOException {
    byte[] bytes = zip.clone();
    // The archive's description comes first, a few thousand bytes long.
    damages.forEach(d -> bytes[60 + (int) (d.where() * 4_000)] = d.value());
    readOrRefuse(bytes);
  }

  @Property(tries = 200)
  void truncationIsTheDeclaredException(@ForAll("damages") @Size(1) List<Damage> cut)
      throws IOException {
    for (byte[] whole : List.of(zip, stream)) {
      Files.write(file, Arrays.copyOf(whole, (int) (cut.get(0).where() * (whole.length - 1))));
      try {
        TorchCheckpoint.open(file).close();
        throw new AssertionError("a truncated checkpoint was opened");
      } catch (CheckpointException expected) {
        assertThat(expected).hasMessageContaining("damaged");
      }
    }
  }

  private static void readOrRefuse(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    try (TorchCheckpoint checkpoint = TorchCheckpoint.open(file)) {
      for (String key : checkpoint.keys()) {
        if (key.equals("net") || key.equals("anonymous_net")) {
          checkpoint.stateDict(key).read();
        }
      }
    } catch (CheckpointException expected) {
      assertThat(expected).hasMessageContaining(file.getFileName().toString());
    }
  }

  @Provide
  Arbitrary<List<Damage>> damages() {
    return Combinators.combine(Arbitraries.doubles().between(0, 1), Arbitraries.bytes())
        .as(Damage::new)
        .list();
  }

  /** A view reads what its strides say, whatever they are, or is refused. */
  @Property(tries = 2000)
  void viewsFollowTheirStrides(@ForAll("views") View view) throws IOException {
    long[] shape = view.shape().stream().mapToLong(Integer::longValue).toArray();
    long[] strides = view.strides().stream().mapToLong(Integer::longValue).toArray();
    Storage storage = new Storage("0", Dtype.F32, 40);
    long last = view.offset();
    for (int i = 0; i < shape.length; i++) {
      last += Math.max(0, shape[i] - 1) * strides[i];
    }
    long count = Tensor.count(shape);
    boolean fits = count <= 40 && (count == 0 || last < 40);
    StoredTensor tensor;
    try {
      tensor = new StoredTensor(storage, view.offset(), shape, strides);
    } catch (IllegalArgumentException e) {
      assertThat(fits).isFalse();
      return;
    }
    assertThat(fits).isTrue();
    Tensor read = tensor.read(new Counting(40));
    assertThat(read.shape()).isEqualTo(shape);
    for (int i = 0; i < read.count(); i++) {
      int rest = i;
      long position = view.offset();
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        position += rest % shape[axis] * strides[axis];
        rest /= (int) shape[axis];
      }
      assertThat(read.at(i)).isEqualTo(position);
    }
  }

  @Provide
  Arbitrary<View> views() {
    return Arbitraries.integers()
        .between(0, 3)
        .flatMap(
            rank ->
                Combinators.combine(
                        Arbitraries.integers().between(0, 4).list().ofSize(rank),
                        Arbitraries.integers().between(0, 9).list().ofSize(rank),
                        Arbitraries.integers().between(0, 42))
                    .as(View::new));
  }

  /** A storage whose numbers are their positions. */
  private record Counting(int count) implements StorageFile {
    @Override
    public ByteOrder byteOrder() {
      return ByteOrder.BIG_ENDIAN;
    }

    @Override
    public InputStream open(Storage storage, long skip) {
      ByteBuffer numbers = ByteBuffer.allocate(count * Float.BYTES);
      for (int i = 0; i < count; i++) {
        numbers.putFloat(i);
      }
      byte[] bytes = numbers.array();
      return new ByteArrayInputStream(bytes, (int) skip, bytes.length - (int) skip);
    }

    @Override
    public void close() {}
  }
}
