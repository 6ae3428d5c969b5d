package org.g2face.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.g2face.image.Decoded.Picture;
import org.g2face.image.Decoded.Rejected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every reason for which a file is not taken. */
class ImageDecoderRejectionTest {
  private static final ImageDecoder DECODER = new ImageDecoder();

  @Test
  void empty() {
    assertThat(reason(new byte[0], "face.png")).isEqualTo(Reason.EMPTY);
  }

  @Test
  void tooLargeFile() {
    byte[] png = Samples.file("reference.png");
    ImageDecoder small = new ImageDecoder(new ImageLimits(1000_000, png.length - 1), false);
    assertThat(small.decode(png, ""))
        .isEqualTo(
            new Rejected(
                Reason.TOO_LARGE_FILE, png.length + " bytes; the limit is " + (png.length - 1)));
    ImageDecoder enough = new ImageDecoder(new ImageLimits(1000_000, png.length), false);
    assertThat(enough.decode(png, "")).isInstanceOf(Picture.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reference.png",
        "baseline.jpg",
        "lossy.webp",
        "lossless.webp",
        "uncompressed.bmp",
        "lzw.tif"
      })
  void tooManyPixels(String file) {
    int pixels = Samples.WIDTH * Samples.HEIGHT;
    ImageDecoder tight = new ImageDecoder(new ImageLimits(pixels - 1, 1 << 20), false);
    assertThat(tight.decode(Samples.file(file), file))
        .isEqualTo(
            new Rejected(
                Reason.TOO_MANY_PIXELS, "claims 48 x 32 pixels; the limit is 1535 in all"));
    ImageDecoder enough = new ImageDecoder(new ImageLimits(pixels, 1 << 20), false);
    assertThat(enough.decode(Samples.file(file), file)).isInstanceOf(Picture.class);
  }

  @Test
  void limitsHaveToMakeSense() {
    assertThatThrownBy(() -> new ImageLimits(0, 1)).hasMessageContaining("limit of pixels");
    assertThatThrownBy(() -> new ImageLimits(Integer.MAX_VALUE, 1))
        .hasMessageContaining("limit of pixels");
    assertThatThrownBy(() -> new ImageLimits(1, 0)).hasMessageContaining("limit of bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "BMW drives", "<svg xmlns='...'/>", "%PDF-1.7", "RIFF....WAVE"})
  void notAnImage(String content) {
    byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
    assertThat(reason(bytes, "face.jpg")).isEqualTo(Reason.NOT_AN_IMAGE);
  }

  @ParameterizedTest
  @CsvSource({
    "reference.png, face.jpg",
    "baseline.jpg, face.PNG",
    "baseline.jpg, /a/b.c/face.heic",
    "lossy.webp, face.jpeg",
    "lzw.tif, face.bmp",
    "still.gif, face.png"
  })
  void mislabelled(String file, String name) {
    assertThat(reason(Samples.file(file), name)).isEqualTo(Reason.MISLABELLED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"animated.png", "animated.webp", "pages.tif", "still.gif", "jpeg.tif"})
  void unsupported(String file) {
    assertThat(reason(Samples.file(file), file)).isEqualTo(Reason.UNSUPPORTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\0\0\0\030ftypheic",
        "\0\0\0\030ftypavif",
        "\0\0\0\014jP  \r\n\u0087\n",
        "8BPS\0\1",
        "\0\0\0\014JXL \r\n\u0087\n",
        "\0\0\1\0\1\0"
      })
  void otherFormatsAreCalledByTheirNames(String magic) {
    byte[] bytes = Arrays.copyOf(magic.getBytes(StandardCharsets.ISO_8859_1), 64);
    Rejected rejected = (Rejected) DECODER.decode(bytes, "");
    assertThat(rejected.reason()).isEqualTo(Reason.UNSUPPORTED);
    assertThat(rejected.detail()).endsWith("images are not read; convert them first");
  }

  @Test
  void arithmeticAndDeepJpegs() {
    byte[] jpeg = Samples.file("baseline.jpg");
    int frame = frameHeader(jpeg);
    jpeg[frame + 1] = (byte) 0xc9;
    assertThat(reason(jpeg, "")).isEqualTo(Reason.UNSUPPORTED);
    jpeg[frame + 1] = (byte) 0xc1;
    jpeg[frame + 4] = 12;
    assertThat(reason(jpeg, "")).isEqualTo(Reason.UNSUPPORTED);
  }

  /** Each scan of a few bytes would cost a pass over the whole picture. */
  @Test
  void jpegsOfVeryManyScans() {
    byte[] jpeg = Samples.file("progressive.jpg");
    byte[] scan = {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x55};
    ByteBuffer many = ByteBuffer.allocate(jpeg.length + 200 * scan.length);
    many.put(jpeg, 0, jpeg.length - 2);
    IntStream.range(0, 200).forEach(i -> many.put(scan));
    many.put(jpeg, jpeg.length - 2, 2);
    assertThat(DECODER.decode(many.array(), ""))
        .isEqualTo(new Rejected(Reason.UNSUPPORTED, "a progressive JPEG of more than 100 scans"));
  }

  static Stream<byte[]> filesToCutOff() {
    BufferedImage picture = Samples.buffered("reference.png");
    return Stream.concat(
        Stream.of(
                "reference.png",
                "baseline.jpg",
                "progressive.jpg",
                "cmyk.jpg",
                "lossy.webp",
                "lossless.webp",
                "alpha-lossy.webp",
                "uncompressed.bmp",
                "palette.bmp",
                "uncompressed.tif",
                "cmyk.tif",
                "lzw.tif",
                "bilevel.tif")
            .map(Samples::file),
        Stream.of("LZW", "ZLib", "PackBits").map(kind -> Samples.write(picture, "tiff", kind)));
  }

  /** No beginning of a file is taken for the whole, unless it holds the whole picture. */
  @ParameterizedTest
  @MethodSource("filesToCutOff")
  void truncated(byte[] file) {
    Set<Reason> expected = EnumSet.of(Reason.EMPTY, Reason.NOT_AN_IMAGE, Reason.TRUNCATED);
    Decoded whole = DECODER.decode(file, "");
    assertThat(whole).isInstanceOf(Picture.class);
    int step = 1 + file.length / 400;
    for (int length = 0; length < file.length; length += length < file.length - 50 ? step : 1) {
      Decoded part = DECODER.decode(Arrays.copyOf(file, length), "");
      if (part instanceof Rejected rejected) {
        assertThat(rejected.reason()).as("%d bytes", length).isIn(expected);
      } else {
        assertThat(part).as("%d bytes", length).isEqualTo(whole);
        assertThat(length).isGreaterThan(file.length - 8);
      }
    }
  }

  /** libjpeg fills in grey and only warns; here the scan is cut, but the end marker is there. */
  @ParameterizedTest
  @ValueSource(strings = {"baseline.jpg", "progressive.jpg", "grey.jpg", "cmyk.jpg"})
  void jpegsWithAHoleBeforeTheirEnd(String file) {
    byte[] jpeg = Samples.file(file);
    byte[] cut = Arrays.copyOf(jpeg, jpeg.length - 100);
    cut[cut.length - 2] = (byte) 0xff;
    cut[cut.length - 1] = (byte) 0xd9;
    assertThat(reason(cut, file)).isIn(Reason.TRUNCATED, Reason.CORRUPT);
  }

  @Test
  void jpegsWhoseHuffmanCodesMakeNoSense() {
    byte[] jpeg = Samples.file("baseline.jpg");
    int start = jpeg.length - 900;
    Random random = new Random(5);
    for (int i = start; i < start + 300; i++) {
      jpeg[i] = (byte) random.nextInt(255);
    }
    assertThat(DECODER.decode(jpeg, ""))
        .isEqualTo(new Rejected(Reason.CORRUPT, "the JPEG data is damaged"));
  }

  @Test
  void aFlippedBitInAPng() {
    byte[] png = Samples.file("reference.png");
    for (int at = 8; at < png.length; at++) {
      byte[] flipped = png.clone();
      flipped[at] ^= 0x10;
      assertThat(reason(flipped, "")).isIn(Reason.CORRUPT, Reason.TRUNCATED);
    }
  }

  @Test
  void webpsThatContradictThemselves() {
    byte[] webp = Samples.file("alpha-lossy.webp");
    byte[] larger = webp.clone();
    larger[24]++;
    assertThat(DECODER.decode(larger, ""))
        .isEqualTo(new Rejected(Reason.CORRUPT, "a WebP whose picture and canvas differ in size"));
    byte[] headerOnly = Arrays.copyOf(webp, 30);
    ByteBuffer.wrap(headerOnly).order(ByteOrder.LITTLE_ENDIAN).putInt(4, 22);
    assertThat(DECODER.decode(headerOnly, ""))
        .isEqualTo(new Rejected(Reason.CORRUPT, "a WebP without a picture"));
  }

  @Test
  void codesAreStable() {
    assertThat(Arrays.stream(Reason.values()).map(Reason::code))
        .isEqualTo(
            List.of(
                "empty",
                "too_large_file",
                "too_many_pixels",
                "not_an_image",
                "mislabelled",
                "truncated",
                "corrupt",
                "unsupported",
                "unreadable"));
  }

  private static int frameHeader(byte[] jpeg) {
    for (int i = 0; i < jpeg.length; i++) {
      if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xc0) {
        return i;
      }
    }
    throw new AssertionError("no baseline frame");
  }

  private static Reason reason(byte[] bytes, String name) {
    Decoded decoded = DECODER.decode(bytes, name);
    assertThat(decoded).isInstanceOf(Rejected.class);
    return ((Rejected) decoded).reason();
  }
}
