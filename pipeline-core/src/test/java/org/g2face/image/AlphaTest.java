package org.g2face.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class AlphaTest {
  private final RgbImage colours = RgbImage.of(2, 1, new byte[] {10, 20, 30, 40, 50, 60});
  private final Alpha alpha = Alpha.of(2, 1, new byte[] {(byte) 255, 51});

  @Test
  void transparencyAndWhatIsSealedSurviveTheFile() {
    byte[] png = new ImageEncoder().png(colours, Optional.of(alpha), Optional.of(new byte[] {7}));

    Decoded.Picture kept = (Decoded.Picture) new ImageDecoder().keepingAlpha().decode(png, "a.png");
    assertThat(kept.image()).isEqualTo(colours);
    assertThat(kept.alpha()).contains(alpha);
    assertThat(SealedChunk.find(png)).contains(new byte[] {7});

    Decoded.Picture flat = (Decoded.Picture) new ImageDecoder().decode(png, "a.png");
    assertThat(flat.alpha()).isEmpty();
    assertThat(flat.image()).isEqualTo(alpha.overWhite(colours));
    assertThat(flat.image().level(1, 0, 0)).isEqualTo(212);
  }

  @Test
  void filesWithoutTheChunkHaveNothingSealed() {
    byte[] png = new ImageEncoder().png(colours);
    assertThat(SealedChunk.find(png)).isEmpty();
    assertThat(SealedChunk.find(new byte[0])).isEmpty();
    assertThat(SealedChunk.find(Arrays.copyOf(png, 30))).isEmpty();
    assertThat(new ImageEncoder().png(colours, Optional.empty(), Optional.empty())).isEqualTo(png);
  }

  @Test
  void whatIsHiddenWhollyIsWhite() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_4BYTE_ABGR);
    image.setRGB(0, 0, 0x00123456);
    image.setRGB(1, 0, 0x80123456);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);

    Decoded.Picture kept =
        (Decoded.Picture) new ImageDecoder().keepingAlpha().decode(png.toByteArray(), "");
    assertThat(kept.image().level(0, 0, 0)).isEqualTo(255);
    assertThat(kept.image().level(1, 0, 0)).isEqualTo(0x12);
    assertThat(kept.alpha().orElseThrow().level(1, 0)).isEqualTo(0x80);
  }

  @Test
  void aPictureThatIsOpaqueHasNoTransparency() throws IOException {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_4BYTE_ABGR);
    for (int i = 0; i < 4; i++) {
      image.setRGB(i % 2, i / 2, 0xff123456);
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    Decoded.Picture kept =
        (Decoded.Picture) new ImageDecoder().keepingAlpha().decode(png.toByteArray(), "");
    assertThat(kept.alpha()).isEmpty();
  }

  @Test
  void turningGoesWithThePicture() {
    Alpha turned = alpha.upright(Orientation.TURN_RIGHT);
    assertThat(turned.level(0, 0)).isEqualTo(255);
    assertThat(turned.level(0, 1)).isEqualTo(51);
  }
}
