package org.g2face.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.g2face.image.Decoded.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of file that is read gives the picture that was stored. */
class ImageDecoderTest {
  private static final RgbImage REFERENCE = Samples.reference();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reference.png",
        "lossless.webp",
        "uncompressed.bmp",
        "32-bit.bmp",
        "uncompressed.tif",
        "lzw.tif",
        "deflate.tif",
        "packbits.tif",
        "cmyk.tif"
      })
  void losslessFilesAreExact(String file) {
    assertThat(read(file)).isEqualTo(REFERENCE);
  }

  @ParameterizedTest
  @CsvSource({
    "baseline.jpg, 2",
    "progressive.jpg, 2",
    "cmyk.jpg, 1",
    "subsampled.jpg, 8",
    "lossy.webp, 8",
    "wide-gamut.jpg, 2",
    "wide-gamut.png, 0.5",
    "wide-gamut.tif, 0.5",
    "wide-gamut.webp, 0.5",
    "palette.png, 8",
    "palette.bmp, 8",
    "palette.tif, 8"
  })
  void otherFilesAreClose(String file, double mean) {
    assertThat(Samples.meanDifference(read(file), REFERENCE)).isLessThan(mean);
  }

  @Test
  void smoothLossyWebpIsThatOfLibwebp() {
    assertThat(Samples.meanDifference(read("smooth.webp"), Samples.png("smooth.png")))
        .isLessThan(1.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grey.png", "grey-16.png", "grey.bmp", "grey.tif", "grey-16.tif"})
  void greyLevelsAreTakenAsTheyAre(String file) {
    assertThat(read(file)).isEqualTo(luma());
  }

  @Test
  void greyJpegIsClose() {
    assertThat(Samples.meanDifference(read("grey.jpg"), luma())).isLessThan(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bilevel.png", "bilevel.bmp", "bilevel.tif"})
  void blackAndWhiteStaysSo(String file) {
    RgbImage image = read(file);
    assertThat(IntStream.range(0, 32 * 48 * 3).mapToObj(i -> image.toBytes()[i] & 0xff).distinct())
        .containsExactlyInAnyOrder(0, 255);
    assertThat(image).isEqualTo(read("bilevel.png"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha.png", "alpha.webp", "alpha.tif"})
  void transparencyLetsWhiteShine(String file) {
    assertThat(Samples.largestDifference(read(file), overWhite(REFERENCE))).isLessThanOrEqualTo(1);
  }

  @Test
  void soDoesItOverGreyAndInLossyFiles() {
    assertThat(Samples.largestDifference(read("grey-alpha.png"), overWhite(luma())))
        .isLessThanOrEqualTo(1);
    assertThat(Samples.meanDifference(read("alpha-lossy.webp"), overWhite(REFERENCE)))
        .isLessThan(8);
  }

  @Test
  void aTransparentColourIsWhite() {
    RgbImage image = read("colour-key.png");
    assertThat(new int[] {image.level(8, 6, 0), image.level(8, 6, 1), image.level(8, 6, 2)})
        .containsOnly(255);
    assertThat(image.level(20, 20, 1)).isEqualTo(REFERENCE.level(20, 20, 1));
    assertThat(read("grey-key.png").level(24, 16, 0)).isEqualTo(255);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void jpegsAreTurnedUpright(int orientation) {
    RgbImage image = read("orientation-" + orientation + ".jpg");
    assertThat(Samples.meanDifference(image, REFERENCE)).isLessThan(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "webp", "tif"})
  void soAreOtherFormats(String extension) {
    assertThat(read("orientation-6." + extension)).isEqualTo(REFERENCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "tiff"})
  void sixteenBitsAreRoundedToEight(String format) {
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = model.createCompatibleWritableRaster(Samples.WIDTH, Samples.HEIGHT);
    for (int y = 0; y < Samples.HEIGHT; y++) {
      for (int x = 0; x < Samples.WIDTH; x++) {
        for (int channel = 0; channel < 3; channel++) {
          // 128 is just below half a step of 257.
          int level = REFERENCE.level(x, y, channel) * 257 + (x % 2) * 128;
          raster.setSample(x, y, channel, Math.min(65535, level));
        }
      }
    }
    BufferedImage deep = new BufferedImage(model, raster, false, null);
    byte[] file = Samples.write(deep, format, format.equals("tiff") ? "LZW" : null);
    assertThat(picture(file).image()).isEqualTo(REFERENCE);
  }

  @ParameterizedTest
  @CsvSource({"tiff, LZW", "tiff, ZLib", "tiff, PackBits", "tiff, Deflate", "png, Deflate"})
  void filesOfOtherWritersAreExactToo(String format, String compression) {
    // The PNG is interlaced, and the TIFF has its directory before its pixels.
    byte[] file = Samples.write(Samples.buffered("reference.png"), format, compression);
    assertThat(picture(file).image()).isEqualTo(REFERENCE);
  }

  @Test
  void runLengthBitmapsAreThoseWithoutRunLengths() {
    BufferedImage indexed =
        new BufferedImage(Samples.WIDTH, Samples.HEIGHT, BufferedImage.TYPE_BYTE_INDEXED);
    indexed.getGraphics().drawImage(Samples.buffered("reference.png"), 0, 0, null);
    RgbImage plain = picture(Samples.write(indexed, "bmp", "BI_RGB")).image();
    assertThat(plain).isEqualTo(Samples.rgb(indexed));
    assertThat(picture(Samples.write(indexed, "bmp", "BI_RLE8")).image()).isEqualTo(plain);
  }

  @Test
  void whatFollowsTheEndOfAJpegIsIgnored() {
    byte[] jpeg = Samples.file("baseline.jpg");
    byte[] longer = Arrays.copyOf(jpeg, jpeg.length + 5000);
    assertThat(new ImageDecoder().decode(longer, "")).isEqualTo(picture(jpeg));
  }

  @Test
  void aMislabelledPictureIsTakenOnRequest() {
    ImageDecoder lenient = new ImageDecoder(ImageLimits.DEFAULT, true);
    assertThat(lenient.decode(Samples.file("reference.png"), "face.jpg"))
        .isEqualTo(new Picture(REFERENCE, ImageFormat.PNG));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "face", "a.b/face", "s3://x/FACE.PNG", "face.png?v=1", "face.dat"})
  void namesThatSayNothingAreNoObstacle(String name) {
    assertThat(new ImageDecoder().decode(Samples.file("reference.png"), name))
        .isInstanceOf(Picture.class);
  }

  private static RgbImage read(String file) {
    Decoded decoded = new ImageDecoder().decode(Samples.file(file), file);
    assertThat(decoded).as(file).isInstanceOf(Picture.class);
    return ((Picture) decoded).image();
  }

  private static Picture picture(byte[] file) {
    Decoded decoded = new ImageDecoder().decode(file, "");
    assertThat(decoded).isInstanceOf(Picture.class);
    return (Picture) decoded;
  }

  /** ITU-R BT.601, in the fixed point arithmetic of the writer of the samples. */
  private static RgbImage luma() {
    byte[] levels = new byte[Samples.WIDTH * Samples.HEIGHT * 3];
    for (int i = 0; i < levels.length; i++) {
      int x = i / 3 % Samples.WIDTH;
      int y = i / 3 / Samples.WIDTH;
      int weighted =
          19595 * REFERENCE.level(x, y, 0)
              + 38470 * REFERENCE.level(x, y, 1)
              + 7471 * REFERENCE.level(x, y, 2);
      levels[i] = (byte) (weighted + 0x8000 >> 16);
    }
    return RgbImage.of(Samples.WIDTH, Samples.HEIGHT, levels);
  }

  /** The samples' alpha rises from 0 at the left to 255 at the right. */
  private static RgbImage overWhite(RgbImage image) {
    byte[] levels = image.toBytes();
    for (int i = 0; i < levels.length; i++) {
      double alpha = Math.round(i / 3 % Samples.WIDTH * 255.0 / (Samples.WIDTH - 1)) / 255.0;
      levels[i] = (byte) Math.round((levels[i] & 0xff) * alpha + 255 * (1 - alpha));
    }
    return RgbImage.of(image.width(), image.height(), levels);
  }
}
