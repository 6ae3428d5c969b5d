package org.g2face.anonymize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.g2face.image.RgbImage;
import org.g2face.io.LocalFileStore;
import org.g2face.model.Architectures;
import org.g2face.model.ModelException;
import org.g2face.model.ModelPackage;
import org.g2face.model.Packages;
import org.g2face.onnx.Execution;
import org.g2face.payload.Binding;
import org.g2face.payload.Ieee754Codec;
import org.g2face.payload.PayloadCodec;
import org.g2face.payload.PayloadScheme;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaceTransformsTest {
  private static final Execution ONE_THREAD = Execution.onCpu(1);
  private static final Binding NOWHERE = new Binding("", "", "");

  @TempDir static Path folder;
  private static ModelPackage model;

  @BeforeAll
  static void freshModel() {
    model = Packages.compact(folder.resolve("model"));
  }

  private static Anonymizer.Options options(String key, int batchSize, boolean noise) {
    return new Anonymizer.Options(
        key.getBytes(StandardCharsets.UTF_8),
        Ieee754Codec::new,
        "",
        batchSize,
        noise,
        true,
        ONE_THREAD);
  }

  /** Pictures of random pixels; what they show does not matter to fresh networks. */
  private static List<Face> faces(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              byte[] levels = new byte[3 * 32 * 32];
              new Random(i).nextBytes(levels);
              return new Face("face-" + i, RgbImage.of(32, 32, levels));
            })
        .toList();
  }

  private static List<Outcome> anonymize(String key, int batch, boolean noise, List<Face> faces)
      throws IOException {
    try (Anonymizer anonymizer = new Anonymizer(model, options(key, batch, noise))) {
      return anonymizer.apply(faces);
    }
  }

  private static RgbImage image(Outcome outcome) {
    return ((Outcome.Done) outcome).image();
  }

  @Test
  void aFaceComesOutTheSameWhateverItsNeighbours() throws IOException {
    List<Face> faces = faces(7);
    try (Anonymizer anonymizer = new Anonymizer(model, options("key", 4, false))) {
      List<Outcome> together = anonymizer.apply(faces);
      List<Outcome> alone = new ArrayList<>();
      for (Face face : faces) {
        alone.addAll(anonymizer.apply(List.of(face)));
      }
      assertThat(together).hasSize(7).isEqualTo(alone);
      assertThat(together.stream().map(o -> image(o)).distinct()).hasSize(7);
    }
  }

  @Test
  void theKeyDecidesOnTheDummyIdentityAndTheNoise() throws IOException {
    List<Face> faces = faces(2);
    List<Outcome> first = anonymize("a", 2, false, faces);
    assertThat(anonymize("a", 2, false, faces)).isEqualTo(first);
    List<Outcome> other = anonymize("b", 2, false, faces);
    assertThat(((Outcome.Done) other.get(0)).dummyId())
        .isNotEqualTo(((Outcome.Done) first.get(0)).dummyId());
    assertThat(image(other.get(0))).isNotEqualTo(image(first.get(0)));
  }

  @Test
  void noiseIsRepeatable() throws IOException {
    // Fresh noise weights are zero, so these are given a value.
    model =
        Packages.compact(folder.resolve("noisy"), w -> w.count() == 1 ? Tensor.filled(0.5f, 1) : w);
    try {
      List<Outcome> quiet = anonymize("a", 2, false, faces(2));
      List<Outcome> noisy = anonymize("a", 2, true, faces(2));
      assertThat(image(noisy.get(0))).isNotEqualTo(image(quiet.get(0)));
      assertThat(anonymize("a", 2, true, faces(2))).isEqualTo(noisy);
    } finally {
      freshModel();
    }
  }

  @Test
  void measuresWhatItPublishes() throws IOException {
    for (Outcome outcome : anonymize("a", 2, false, faces(3))) {
      var checks = ((Outcome.Done) outcome).checks();
      assertThat(checks.get(Anonymizer.BIT_ERROR_RATE)).isBetween(0.0, 1.0);
      assertThat(checks.get(Anonymizer.IDENTITY_COSINE)).isBetween(-1.0, 1.0);
    }
  }

  @Test
  void recoversFromThePictureAlone() throws IOException {
    List<Face> published = new ArrayList<>();
    for (Outcome outcome : anonymize("a", 2, false, faces(3))) {
      published.add(new Face("other-id-" + published.size(), image(outcome)));
    }
    try (Recoverer two = new Recoverer(model, Ieee754Codec::new, "", 2, ONE_THREAD);
        Recoverer again = new Recoverer(model, Ieee754Codec::new, "", 2, ONE_THREAD)) {
      List<Outcome> recovered = two.apply(published);
      assertThat(recovered).hasSize(3).allMatch(o -> o instanceof Outcome.Done);
      assertThat(again.apply(published.subList(1, 2)).get(0)).isEqualTo(recovered.get(1));
    }
  }

  /** Remembers what it was told, and refuses to open what comes first. */
  private record Witness(PayloadCodec codec, List<Binding> told) implements PayloadCodec {
    @Override
    public int capacity() {
      return codec.capacity();
    }

    @Override
    public int identitySize() {
      return codec.identitySize();
    }

    @Override
    public float[] encode(float[] identity, Binding binding) {
      told.add(binding);
      return codec.encode(identity, binding);
    }

    @Override
    public Reading decode(float[] logits, Binding binding) {
      told.add(binding);
      return told.size() == 1
          ? new Reading.Unreadable("not this one")
          : codec.decode(logits, binding);
    }
  }

  @Test
  void passwordsAreBoundToDatasetImageAndModel() throws IOException {
    Binding[] expected = {
      new Binding("a dataset", "face-0", model.fingerprint()),
      new Binding("a dataset", "face-1", model.fingerprint())
    };
    List<Binding> hidden = new ArrayList<>();
    PayloadScheme hide = (bits, size) -> new Witness(new Ieee754Codec(bits, size), hidden);
    Anonymizer.Options options =
        new Anonymizer.Options(new byte[] {1}, hide, "a dataset", 2, false, false, ONE_THREAD);
    try (Anonymizer anonymizer = new Anonymizer(model, options)) {
      anonymizer.apply(faces(2));
    }
    assertThat(hidden).containsExactly(expected);

    List<Binding> read = new ArrayList<>();
    PayloadScheme open = (bits, size) -> new Witness(new Ieee754Codec(bits, size), read);
    try (Recoverer recoverer = new Recoverer(model, open, "a dataset", 2, ONE_THREAD)) {
      List<Outcome> outcomes = recoverer.apply(faces(2));
      assertThat(outcomes.get(0))
          .isEqualTo(new Outcome.Failed("unreadable_password", "not this one"));
      assertThat(outcomes.get(1)).isInstanceOf(Outcome.Done.class);
    }
    assertThat(read).containsExactly(expected);
  }

  /** What a picture is known to hide steers the generator as what is read from it does. */
  @Test
  void knowingIsAsGoodAsReading() throws IOException {
    List<Face> faces = faces(2);
    // Fresh networks give the bits the weight 0.
    ModelPackage loud =
        Packages.compact(
            folder.resolve("loud"), w -> w.rank() == 3 ? Tensor.filled(1, w.shape()) : w);
    Ieee754Codec codec = new Ieee754Codec(256, 8);
    float[] bits = codec.encode(new float[] {1, -2, 3, -4, 5, -6, 7, -8}, NOWHERE);
    float[] others = new float[256];
    float[] identity = {8, 7, 6, 5, 4, 3, 2, 1};
    PayloadScheme settled = (capacity, size) -> new Settled(codec, identity, bits);
    try (Recoverer reading = new Recoverer(loud, settled, "", 1, ONE_THREAD);
        IdentityRestorer knowing = new IdentityRestorer(loud, ONE_THREAD)) {
      List<Outcome> read = reading.apply(faces);
      assertThat(knowing.restore(faces.get(1).image(), identity, bits, new float[0]))
          .contains(image(read.get(1)));
      assertThat(knowing.restore(faces.get(1).image(), identity, others, new float[0]))
          .isPresent()
          .isNotEqualTo(knowing.restore(faces.get(1).image(), identity, bits, new float[0]));
    }
  }

  /** Reads the same from every picture. */
  private record Settled(PayloadCodec codec, float[] identity, float[] bits)
      implements PayloadCodec {
    @Override
    public int capacity() {
      return codec.capacity();
    }

    @Override
    public int identitySize() {
      return codec.identitySize();
    }

    @Override
    public float[] encode(float[] original, Binding binding) {
      return codec.encode(original, binding);
    }

    @Override
    public Reading decode(float[] logits, Binding binding) {
      return new Reading.Opened(identity, bits);
    }
  }

  @Test
  void numbersThatAreNoneArePublishedByNobody() throws IOException {
    ModelPackage broken =
        Packages.compact(
            folder.resolve("broken"),
            w -> w.rank() == 4 && w.shape()[1] == 3 ? Tensor.filled(3e38f, w.shape()) : w);
    try (Anonymizer anonymizer = new Anonymizer(broken, options("a", 2, false))) {
      assertThat(anonymizer.apply(faces(3)))
          .hasSize(3)
          .allSatisfy(
              outcome ->
                  assertThat(outcome)
                      .isInstanceOfSatisfying(
                          Outcome.Failed.class,
                          failed -> assertThat(failed.reason()).isEqualTo("non_finite_output")));
    }
  }

  @Test
  void saysWhichNetworksAreMissing() throws IOException {
    ModelPackage untrained =
        ModelPackage.initialise(
            new LocalFileStore(folder.resolve("partial")),
            Architectures.compact(),
            1,
            "test",
            "2026-01-01");
    assertThatThrownBy(() -> new Anonymizer(untrained, options("a", 1, false)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("anonymizing")
        .hasMessageContaining("identity, geometry");
  }
}
