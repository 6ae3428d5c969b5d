package org.g2face.photograph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.g2face.detect.Landmarks;
import org.g2face.detect.Point;
import org.g2face.image.Alpha;
import org.g2face.image.RgbImage;
import org.junit.jupiter.api.Test;

class PhotographSealTest {
  private static final byte[] SECRET = new byte[32];
  private static final byte[] PLAIN = {1, 2, 3};
  private final RgbImage image = Fakes.flat(20, 10, 77);
  private final PhotographSeal seal = new PhotographSeal(SECRET, "model");

  @Test
  void itOpensBesideTheSamePixelsOnly() {
    byte[] sealed = seal.seal(PLAIN, image, Optional.empty());
    assertThat(seal.seal(PLAIN, image, Optional.empty())).isEqualTo(sealed);
    assertThat(seal.open(sealed, image, Optional.empty())).contains(PLAIN);

    byte[] levels = image.toBytes();
    levels[599]++;
    RgbImage other = RgbImage.of(20, 10, levels);
    Alpha alpha = Alpha.of(20, 10, new byte[200]);
    byte[] secret = new byte[32];
    secret[31] = 1;
    assertThat(seal.open(sealed, other, Optional.empty())).isEmpty();
    assertThat(seal.open(sealed, image, Optional.of(alpha))).isEmpty();
    assertThat(seal.open(sealed, Fakes.flat(10, 20, 77), Optional.empty())).isEmpty();
    assertThat(new PhotographSeal(SECRET, "other").open(sealed, image, Optional.empty())).isEmpty();
    assertThat(new PhotographSeal(secret, "model").open(sealed, image, Optional.empty())).isEmpty();
    sealed[5] ^= 1;
    assertThat(seal.open(sealed, image, Optional.empty())).isEmpty();
    assertThat(seal.open(new byte[3], image, Optional.empty())).isEmpty();
  }

  @Test
  void aShortSecretIsRefused() {
    assertThatThrownBy(() -> new PhotographSeal(new byte[31], "model"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs 32");
  }

  @Test
  void facesGoThroughBytesUnchanged() {
    FaceFrame frame = new FaceFrame(new Point(1.5, 2.25), new Point(30, -4));
    Landmarks landmarks =
        new Landmarks(
            IntStream.range(0, 68).mapToObj(i -> new Point(i % 9, i / 9.0)).toList(), 0.01);
    float[] identity = {1, -2.5f, 3e-8f};
    byte[] bytes =
        SealedFace.toBytes(
            List.of(
                new SealedFace(frame, Optional.of(landmarks), identity),
                new SealedFace(frame, Optional.empty(), new float[0])));
    List<SealedFace> faces = SealedFace.of(bytes);
    assertThat(faces).hasSize(2);
    assertThat(faces.get(0).frame()).isEqualTo(frame);
    assertThat(faces.get(0).landmarks()).contains(landmarks);
    assertThat(faces.get(0).identity()).isEqualTo(identity);
    assertThat(faces.get(1).landmarks()).isEmpty();
    for (int length = 0; length < bytes.length; length += 7) {
      byte[] half = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> SealedFace.of(half)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
