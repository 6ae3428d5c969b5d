package org.g2face.photograph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.g2face.detect.Landmarks;
import org.g2face.detect.Point;
import org.g2face.image.Alpha;
import org.g2face.image.RgbImage;
import org.g2face.keys.KeyMaterial;
import org.g2face.keys.KeySet;
import org.g2face.keys.Purpose;
import org.g2face.payload.BitSeeds;
import org.g2face.payload.SealingKeys;
import org.g2face.photograph.PhotographSeal.Opening;
import org.junit.jupiter.api.Test;

class PhotographSealTest {
  private static final KeySet KEYS = KeySet.create("one", Instant.now());
  private static final byte[] PLAIN = {1, 2, 3};
  private final RgbImage image = Fakes.flat(20, 10, 77);
  private final PhotographSeal seal = seal(KEYS, "dataset", "model");

  private static PhotographSeal seal(KeySet keys, String dataset, String model) {
    KeyMaterial material = keys.material();
    return new PhotographSeal(
        new SealingKeys(material.sealing(), material.numbers(Purpose.SEALING)), dataset, model);
  }

  private static void assertUnreadable(Opening opening, String... words) {
    assertThat(opening).isInstanceOf(Opening.Unreadable.class);
    assertThat(((Opening.Unreadable) opening).reason()).contains(words);
  }

  @Test
  void itOpensBesideTheSamePixelsOnly() {
    byte[] sealed = seal.seal(PLAIN, image, Optional.empty());
    assertThat(seal.seal(PLAIN, image, Optional.empty())).isEqualTo(sealed);
    assertThat(((Opening.Opened) seal.open(sealed, image, Optional.empty())).plain())
        .isEqualTo(PLAIN);

    byte[] levels = image.toBytes();
    levels[599]++;
    RgbImage other = RgbImage.of(20, 10, levels);
    Alpha alpha = Alpha.of(20, 10, new byte[200]);
    String changed = "changed photograph";
    assertUnreadable(seal.open(sealed, other, Optional.empty()), changed);
    assertUnreadable(seal.open(sealed, image, Optional.of(alpha)), changed);
    assertUnreadable(seal.open(sealed, Fakes.flat(10, 20, 77), Optional.empty()), changed);
    for (PhotographSeal elsewhere :
        List.of(seal(KEYS, "dataset", "other"), seal(KEYS, "datasetm", "odel"))) {
      assertUnreadable(elsewhere.open(sealed, image, Optional.empty()), changed);
    }
    sealed[7] ^= 1;
    assertUnreadable(seal.open(sealed, image, Optional.empty()), changed);
    assertUnreadable(seal.open(new byte[3], image, Optional.empty()), "not sealed with a key set");
  }

  @Test
  void theKeyThatIsMissingIsNamed() {
    byte[] sealed = seal.seal(PLAIN, image, Optional.empty());
    PhotographSeal others = seal(KeySet.create("two", Instant.now()), "dataset", "model");
    assertUnreadable(
        others.open(sealed, image, Optional.empty()),
        "sealed with the key " + KEYS.primary(Purpose.SEALING).id(),
        "not in the keyset");
  }

  @Test
  void rotatedKeysStillOpen() {
    byte[] sealed = seal.seal(PLAIN, image, Optional.empty());
    KeySet rotated = KEYS.rotate(Set.of(Purpose.SEALING), Instant.now());
    PhotographSeal later = seal(rotated, "dataset", "model");
    assertThat(later.open(sealed, image, Optional.empty())).isInstanceOf(Opening.Opened.class);
    assertUnreadable(
        seal.open(later.seal(PLAIN, image, Optional.empty()), image, Optional.empty()),
        "sealed with the key " + rotated.primary(Purpose.SEALING).id());
  }

  @Test
  void facesGoThroughBytesUnchanged() {
    FfhqCrop frame = new FfhqCrop(new Point(1.5, 2.25), new Point(30, -4));
    Landmarks landmarks =
        new Landmarks(
            IntStream.range(0, 68).mapToObj(i -> new Point(i % 9, i / 9.0)).toList(), 0.01);
    float[] identity = {1, -2.5f, 3e-8f};
    float[] code = {1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 0};
    byte[] seed = new BitSeeds(PLAIN).of(seal.binding("face"));
    byte[] bytes =
        new SealedContent(
                List.of(
                    new SealedFace(frame, Optional.of(landmarks), identity, code, seed),
                    new SealedFace(
                        frame,
                        Optional.empty(),
                        new float[0],
                        new float[0],
                        new byte[BitSeeds.BYTES])),
                Optional.of(new OriginalPatch(3, 4, new byte[] {1, 2, 3})))
            .toBytes();
    SealedContent content = SealedContent.of(bytes);
    List<SealedFace> faces = content.faces();
    assertThat(content.exact().get().left()).isEqualTo(3);
    assertThat(content.exact().get().top()).isEqualTo(4);
    assertThat(content.exact().get().png()).containsExactly(1, 2, 3);
    assertThat(faces).hasSize(2);
    assertThat(faces.get(0).frame()).isEqualTo(frame);
    assertThat(faces.get(0).landmarks()).contains(landmarks);
    assertThat(faces.get(0).identity()).isEqualTo(identity);
    assertThat(faces.get(0).code()).isEqualTo(code);
    assertThat(faces.get(0).seed()).isEqualTo(seed);
    assertThat(faces.get(1).code()).isEmpty();
    assertThat(faces.get(1).landmarks()).isEmpty();
    for (int length = 0; length < bytes.length; length += 7) {
      byte[] half = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> SealedContent.of(half)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
