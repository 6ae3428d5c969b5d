package org.g2face.photograph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.g2face.anonymize.Anonymizer;
import org.g2face.anonymize.Face;
import org.g2face.anonymize.FaceEncoder;
import org.g2face.anonymize.IdentityEmbedder;
import org.g2face.anonymize.IdentityRestorer;
import org.g2face.anonymize.Outcome;
import org.g2face.detect.Box;
import org.g2face.image.RgbImage;
import org.g2face.keys.KeyMaterial;
import org.g2face.keys.KeySet;
import org.g2face.keys.Purpose;
import org.g2face.model.ModelPackage;
import org.g2face.model.Packages;
import org.g2face.onnx.Execution;
import org.g2face.payload.Binding;
import org.g2face.payload.BitSeeds;
import org.g2face.payload.Ieee754Codec;
import org.g2face.payload.NoPayload;
import org.g2face.payload.PayloadCodec;
import org.g2face.payload.SealedCodec;
import org.g2face.payload.SealingKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Photographs whose faces hide fewer bits than an identity has, by fresh networks. */
class SmallModelTest {
  private static final Execution CPU = Execution.onCpu(1);
  private static final KeySet KEYS = KeySet.create("one", Instant.now());
  private static final Box LEFT = new Box(30, 40, 70, 90);
  private static final Box RIGHT = new Box(60, 45, 110, 105);
  private static final Box TINY = new Box(160, 20, 165, 27);

  @TempDir private Path folder;

  private static Face photograph(RgbImage image, Optional<byte[]> sealed) {
    return new Face("photo", "photo.png", null, image, Optional.empty(), sealed);
  }

  private static RgbImage noise() {
    byte[] levels = new byte[200 * 150 * 3];
    new Random(2).nextBytes(levels);
    return RgbImage.of(200, 150, levels);
  }

  private static SealingKeys sealing(KeyMaterial keys) {
    return new SealingKeys(keys.sealing(), keys.numbers(Purpose.SEALING));
  }

  /** Draws bits like the codec that hides nothing, and remembers them. */
  private record Witness(NoPayload codec, Map<String, float[]> hidden) implements PayloadCodec {
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
      float[] bits = codec.encode(identity, binding);
      hidden.put(binding.image(), bits);
      return bits;
    }

    @Override
    public Reading decode(float[] logits, Binding binding) {
      return codec.decode(logits, binding);
    }
  }

  private static PhotographTransform transform(
      ModelPackage model, byte[] secret, Map<String, float[]> hidden) throws IOException {
    Anonymizer.Options options =
        new Anonymizer.Options(
            secret,
            (capacity, size) -> new Witness(new NoPayload(secret, capacity, size), hidden),
            "dataset",
            1,
            false,
            false,
            CPU);
    PhotographSeal seal =
        new PhotographSeal(sealing(KEYS.material()), "dataset", model.fingerprint());
    return new PhotographTransform(
        new Anonymizer(model, options),
        new FaceFinder(Fakes.at(LEFT, RIGHT, TINY), null, null),
        new PublicationCheck(Fakes.at(), Embedder.of(new IdentityEmbedder(model, CPU)), 1.1),
        Optional.of(
            new FaceSealing(seal, new BitSeeds(secret), false, new FaceEncoder(model, CPU))),
        Policy.standard(),
        1);
  }

  @Test
  void theBitsThatWereHiddenAreThoseThatBringFacesBack() throws Exception {
    ModelPackage model = Packages.crowded(folder.resolve("model"));
    assertThatThrownBy(() -> new SealedCodec(sealing(KEYS.material()), 256, 64))
        .hasMessageContaining("holds only 256");
    assertThatThrownBy(() -> new Ieee754Codec(256, 64)).hasMessageContaining("holds only 256");

    Map<String, float[]> hidden = new TreeMap<>();
    RgbImage image = noise();
    Outcome.Done done;
    try (PhotographTransform transform = transform(model, new byte[] {1, 2}, hidden)) {
      done = (Outcome.Done) transform.apply(List.of(photograph(image, Optional.empty()))).get(0);
    }
    assertThat(hidden.keySet()).containsExactly("photo#face-0", "photo#face-1");
    byte[] sealed = done.sealed().orElseThrow();

    // A rotated key set has other primary keys, and the identities key may be another one.
    KeySet rotated = KEYS.rotate(Set.of(Purpose.SEALING, Purpose.IDENTITIES), Instant.now());
    PhotographSeal seal =
        new PhotographSeal(sealing(rotated.material()), "dataset", model.fingerprint());
    var opening = seal.open(sealed, done.image(), Optional.empty());
    List<SealedFace> faces =
        SealedContent.of(((PhotographSeal.Opening.Opened) opening).plain()).faces();
    List<float[]> kept = new ArrayList<>();
    faces.forEach(face -> kept.add(BitSeeds.bits(face.seed(), 256)));
    // The smaller face was painted first.
    assertThat(kept).hasSize(2);
    assertThat(kept.get(0)).isEqualTo(hidden.get("photo#face-0"));
    assertThat(kept.get(1)).isEqualTo(hidden.get("photo#face-1"));

    try (PhotographRecoverer recoverer =
        new PhotographRecoverer(new IdentityRestorer(model, CPU), seal)) {
      Face published = photograph(done.image(), Optional.of(sealed));
      Outcome.Done back = (Outcome.Done) recoverer.apply(List.of(published)).get(0);
      assertThat(back.image()).isNotEqualTo(done.image());
      assertThat(back.image().crop(0, 125, 200, 25)).isEqualTo(image.crop(0, 125, 200, 25));
    }
  }

  @Test
  void whatIsSealedInAnotherWayIsNotTakenForBrokenNetworks() throws Exception {
    ModelPackage model = Packages.crowded(folder.resolve("model"));
    PhotographSeal seal =
        new PhotographSeal(sealing(KEYS.material()), "dataset", model.fingerprint());
    RgbImage image = noise();
    byte[] other = seal.seal(new byte[] {99, 0, 0, 0, 0}, image, Optional.empty());
    try (PhotographRecoverer recoverer =
        new PhotographRecoverer(new IdentityRestorer(model, CPU), seal)) {
      Outcome outcome = recoverer.apply(List.of(photograph(image, Optional.of(other)))).get(0);
      assertThat(((Outcome.Failed) outcome).reason()).isEqualTo("seal_broken");
      assertThat(((Outcome.Failed) outcome).detail()).contains("version 99");
    }
  }
}
