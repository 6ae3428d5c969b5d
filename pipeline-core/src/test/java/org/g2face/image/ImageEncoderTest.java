package org.g2face.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.g2face.image.Decoded.Picture;
import org.junit.jupiter.api.Test;

class ImageEncoderTest {
  private final ImageEncoder encoder = new ImageEncoder();

  @Property(tries = 100)
  void otherReadersSeeThePicture(
      @ForAll @IntRange(min = 1, max = 70) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll long seed)
      throws IOException {
    RgbImage image = Samples.random(width, height, seed);
    byte[] png = encoder.png(image);
    assertThat(Samples.rgb(ImageIO.read(new ByteArrayInputStream(png)))).isEqualTo(image);
    assertThat(new ImageDecoder().decode(png, "x.png"))
        .isEqualTo(new Picture(image, ImageFormat.PNG));
  }

  @Test
  void drawnPicturesComeBackToo() throws IOException {
    for (String file : new String[] {"reference.png", "smooth.png"}) {
      RgbImage image = Samples.png(file);
      byte[] png = encoder.png(image);
      assertThat(Samples.rgb(ImageIO.read(new ByteArrayInputStream(png)))).isEqualTo(image);
    }
  }

  @Test
  void equalPicturesMakeEqualFilesWithNothingBesideThePixels() {
    byte[] png = encoder.png(Samples.reference());
    assertThat(new ImageEncoder().png(Samples.reference())).isEqualTo(png);
    String text = new String(png, StandardCharsets.ISO_8859_1);
    assertThat(text).contains("IHDR").contains("IDAT").endsWith("IEND\u00aeB`\u0082");
    for (String chunk : new String[] {"tEXt", "zTXt", "iTXt", "eXIf", "iCCP", "tIME", "pHYs"}) {
      assertThat(text).doesNotContain(chunk);
    }
  }

  @Test
  void metadataOfTheSourceIsGone() {
    byte[] source = Samples.file("orientation-6.png");
    assertThat(new String(source, StandardCharsets.ISO_8859_1)).contains("eXIf");
    Picture picture = (Picture) new ImageDecoder().decode(source, "");
    byte[] png = encoder.png(picture.image());
    assertThat(new String(png, StandardCharsets.ISO_8859_1)).doesNotContain("eXIf");
    assertThat(png).isEqualTo(encoder.png(Samples.reference()));
  }

  @Test
  void evenPicturesAreSmall() {
    byte[] levels = new byte[256 * 256 * 3];
    Arrays.fill(levels, (byte) 77);
    assertThat(encoder.png(RgbImage.of(256, 256, levels))).hasSizeLessThan(1500);
  }
}
