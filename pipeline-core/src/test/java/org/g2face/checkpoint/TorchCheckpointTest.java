package org.g2face.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.g2face.Fixtures;
import org.g2face.io.LocalFileStore;
import org.g2face.model.weights.NamedTensors;
import org.g2face.model.weights.Safetensors;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TorchCheckpointTest {
  @TempDir Path temp;

  /** Every dtype, views of every kind, and optimiser, scheduler and arguments beside them. */
  @ParameterizedTest
  @ValueSource(strings = {"everything.pth", "everything_protocol4.pth", "everything_legacy.pth"})
  void readsWhatPyTorchWrote(String name) throws IOException {
    Path path = Samples.path("everything.safetensors");
    NamedTensors expected =
        Safetensors.read(new LocalFileStore(path.getParent()).open(path.getFileName().toString()))
            .tensors();
    try (TorchCheckpoint checkpoint = TorchCheckpoint.open(Samples.path(name))) {
      assertThat(checkpoint.keys())
          .containsExactly("epoch", "net", "module", "optimizer", "scheduler", "args", "parallel");
      StateDict net = checkpoint.stateDict("net");
      assertThat(net.names()).hasSize(17).startsWith("plain", "transposed");
      assertThat(net.shape("columns")).containsExactly(6, 2);
      assertSame(net.read(), expected.at("net"));
      assertSame(checkpoint.stateDict("module").read(), expected.at("module"));
      assertSame(checkpoint.stateDict("parallel").read(), expected.at("module"));
      assertThat(checkpoint.stateDict().names()).isEmpty();
      assertThatThrownBy(() -> checkpoint.stateDict("epoch"))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("'epoch'")
          .hasMessageContaining("[epoch, net, module");
    }
  }

  private static void assertSame(NamedTensors actual, NamedTensors expected) {
    assertThat(actual.names()).containsExactlyInAnyOrderElementsOf(expected.names());
    for (String name : expected.names()) {
      assertThat(actual.get(name)).as(name).isEqualTo(expected.get(name));
    }
  }

  @Test
  void bothFormsOfOneCheckpointAreEqual() throws IOException {
    Path zip = Fixtures.path("golden/checkpoint_narrow.pth");
    Path stream = Fixtures.path("golden/checkpoint_narrow_legacy.pth");
    try (TorchCheckpoint one = TorchCheckpoint.open(zip);
        TorchCheckpoint other = TorchCheckpoint.open(stream)) {
      assertThat(one.keys()).isEqualTo(other.keys());
      NamedTensors generator = one.stateDict("anonymous_net").read();
      assertThat(generator.names()).hasSize(202);
      assertSame(other.stateDict("anonymous_net").read(), generator);
    }
  }

  @Test
  void refusesWhatIsNoCheckpoint() throws IOException {
    Path file = temp.resolve("x.pth");
    Files.write(file, new byte[0]);
    assertRefused(file, "not a file of torch.save");
    Files.writeString(file, "<!DOCTYPE html>");
    assertRefused(file, "not a file of torch.save");
    Files.write(file, Samples.pickle("\u0080\2}."));
    assertRefused(file, "magic number");
    Files.write(file, Samples.pickle("PK\3\4 and no more"));
    assertRefused(file, "x.pth");
    assertRefused(Samples.zip(file, Samples.pickle("\u0080\2].")), "no dictionary");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      Samples.store(zip, "readme.txt", new byte[3]);
    }
    assertRefused(file, "0 entries named */data.pkl");
  }

  /** A tensor of 4 numbers fills the storage; one of more, or one further on, does not fit. */
  @Test
  void tensorsStayWithinTheirStorage() throws IOException {
    int[] one = {1};
    assertThat(read(Samples.tensor(4, 0, new int[] {4}, one)).count()).isEqualTo(4);
    assertThat(read(Samples.tensor(4, 1, new int[] {2, 1}, new int[] {2, 9})).count()).isEqualTo(2);
    assertTensorRefused(Samples.tensor(4, 0, new int[] {5}, one), "reaches beyond the 4 numbers");
    assertTensorRefused(Samples.tensor(4, 1, new int[] {4}, one), "reaches beyond");
    assertTensorRefused(Samples.tensor(4, -1, new int[] {2}, one), "reaches beyond");
    assertTensorRefused(Samples.tensor(4, 0, new int[] {9}, new int[] {0}), "reaches beyond");
    assertTensorRefused(Samples.tensor(4, 0, new int[] {2, 2}, new int[] {3, 1}), "reaches beyond");
    assertTensorRefused(Samples.tensor(4, 0, new int[] {-1}, one), "negative");
    assertTensorRefused(Samples.tensor(4, 3, new int[] {2}, new int[] {-1}), "negative stride");
    assertTensorRefused(Samples.tensor(4, 0, new int[] {4}, new int[] {}), "1 extents but 0");
    int huge = Integer.MAX_VALUE;
    assertTensorRefused(
        Samples.tensor(4, 0, new int[] {huge, huge, huge}, new int[] {1, 1, 1}), "overflows");
    assertTensorRefused(Samples.tensor(huge, 0, new int[] {huge}, one), "2 GiB");
    assertTensorRefused(Samples.tensor(-4, 0, new int[] {1}, one), "storage of -4 numbers");
    // The storage says 1000 numbers, the archive has 4.
    assertThatThrownBy(() -> read(Samples.tensor(1000, 0, new int[] {4}, one)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("the tensor 'w'")
        .hasMessageContaining("4000 uncompressed bytes");
  }

  private Tensor read(String tensor) throws IOException {
    try (TorchCheckpoint checkpoint = TorchCheckpoint.open(holding(tensor))) {
      return checkpoint.stateDict().read("w");
    }
  }

  private Path holding(String tensor) throws IOException {
    String pickle = "\u0080\2}" + Samples.text("w") + tensor + "s.";
    return Samples.zip(temp.resolve("w.pth"), Samples.pickle(pickle));
  }

  private void assertTensorRefused(String tensor, String message) throws IOException {
    assertRefused(holding(tensor), message);
  }

  @Test
  void storagesMustBeThereAndPlain() throws IOException {
    Path file = temp.resolve("w.pth");
    byte[] pickle =
        Samples.pickle(
            "\u0080\2}"
                + Samples.text("w")
                + Samples.tensor(4, 0, new int[] {4}, new int[] {1})
                + "s.");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      Samples.store(zip, "w/data.pkl", pickle);
    }
    assertUnreadable(file, "the storage 0 is missing");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      Samples.store(zip, "w/data.pkl", pickle);
      zip.putNextEntry(new ZipEntry("w/data/0"));
      zip.write(new byte[16]);
    }
    assertUnreadable(file, "not 16 uncompressed bytes");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      Samples.store(zip, "w/data.pkl", pickle);
      Samples.store(zip, "w/byteorder", Samples.pickle("big"));
      Samples.store(zip, "w/data/0", new byte[] {64, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    }
    try (TorchCheckpoint checkpoint = TorchCheckpoint.open(file)) {
      assertThat(checkpoint.stateDict().read("w").at(0)).isEqualTo(2);
    }
  }

  private static void assertUnreadable(Path file, String message) throws IOException {
    try (TorchCheckpoint checkpoint = TorchCheckpoint.open(file)) {
      assertThatThrownBy(() -> checkpoint.stateDict().read("w"))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining(message);
    }
  }

  /** A thousand views of one storage are not a network a thousand times as large. */
  @Test
  void sharingDoesNotMultiply() throws IOException {
    StringBuilder pickle = new StringBuilder("\u0080\2}(");
    pickle.append(Samples.text("a")).append(Samples.tensor(4, 0, new int[] {4}, new int[] {1}));
    pickle.append("q\1");
    for (int i = 0; i < 5000; i++) {
      pickle.append("M").append((char) (i & 255)).append((char) (i >> 8)).append("h\1");
    }
    Path file = Samples.zip(temp.resolve("s.pth"), Samples.pickle(pickle + "u."));
    try (TorchCheckpoint checkpoint = TorchCheckpoint.open(file)) {
      assertThatThrownBy(checkpoint::stateDict)
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("share their numbers");
    }
  }

  static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> TorchCheckpoint.open(file).close())
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(file.getFileName().toString())
        .hasMessageContaining(message);
  }
}
