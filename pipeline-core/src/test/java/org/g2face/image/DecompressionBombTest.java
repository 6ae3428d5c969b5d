package org.g2face.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.g2face.image.Decoded.Picture;
import org.g2face.image.Decoded.Rejected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Small files that claim to be, or inflate to, something huge. */
class DecompressionBombTest {
  private static final long MOST_BYTES = 50 << 20;
  private static final ImageDecoder DECODER = new ImageDecoder();

  static Stream<Arguments> hugePictures() {
    return Stream.of(
        Arguments.of("PNG", png(32_000, 32_000, 2)),
        Arguments.of("PNG with palette", png(32_000, 32_000, 3)),
        Arguments.of("PNG of the greatest size", png(Integer.MAX_VALUE, Integer.MAX_VALUE, 2)),
        Arguments.of("JPEG", jpeg(65_500, 65_500)),
        Arguments.of("lossy WebP", lossyWebp(16_383, 16_383)),
        Arguments.of("lossless WebP", losslessWebp(16_384, 16_384)),
        Arguments.of("BMP", bmp(40_000, 40_000)),
        Arguments.of("BMP upside down", bmp(40_000, -40_000)),
        Arguments.of("BMP of the lowest height", bmp(2, Integer.MIN_VALUE)),
        Arguments.of("TIFF", tiff(entry(256, 4, 100_000), entry(257, 4, 100_000))),
        Arguments.of("TIFF beyond int", tiff(entry(256, 4, -1), entry(257, 4, -1))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hugePictures")
  void hugePicturesAreRefusedFromTheirHeaders(String name, byte[] file) {
    assertThat(file.length).isLessThan(8_000);
    assertThat(decodeWithinBounds(file).reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
  }

  static Stream<Arguments> otherBombs() {
    return Stream.of(
        Arguments.of("WebP of two sizes", extendedWebp(16, lossyWebp(16_383, 9))),
        Arguments.of("TIFF with huge tiles", tiff(small(256), small(257), entry(322, 4, 1 << 30))),
        Arguments.of("TIFF with deep pixels", tiff(small(256), small(257), entry(277, 3, 65_535))),
        Arguments.of("TIFF whose entries overlap", overlappingTiff()),
        Arguments.of("JPEG with a huge profile", profile("wide-gamut.jpg", "ICC_PROFILE\0\1\1")),
        Arguments.of("WebP with a huge profile", profile("wide-gamut.webp", "ICCP\u00e0\1\0\0")),
        Arguments.of("BMP with a huge palette", bmpWithPalette(1 << 30)),
        Arguments.of("PNG whose profile inflates to 100 MiB", pngWith("iCCP", "p\0\0", 100 << 20)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("otherBombs")
  void otherBombsAreRefusedToo(String name, byte[] file) {
    assertThat(decodeWithinBounds(file).reason()).isIn(Reason.CORRUPT, Reason.UNSUPPORTED);
  }

  /** The text is never inflated; the picture around it is as good as any. */
  @Test
  void compressedTextIsNotRead() {
    byte[] file = pngWith("zTXt", "t\0\0", 100 << 20);
    Decoded withoutText = DECODER.decode(Samples.file("palette.png"), "");
    long before = allocated();
    Decoded decoded = DECODER.decode(file, "");
    assertThat(allocated() - before).isLessThan(MOST_BYTES);
    assertThat(decoded).isEqualTo(withoutText);
  }

  /** 5,000 entries of 64,000 bytes each, all the same bytes. */
  @Test
  void overlappingEntriesOfExifAreNotRead() {
    ByteBuffer exif = ByteBuffer.allocate(65_000).order(ByteOrder.LITTLE_ENDIAN);
    exif.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8).putShort((short) 5_001);
    for (int i = 0; i < 5_000; i++) {
      exif.putShort((short) (0x1000 + i)).putShort((short) 7).putInt(64_000).putInt(8);
    }
    exif.putShort((short) 0x0112).putShort((short) 3).putInt(1).putInt(3);
    byte[] jpeg = Samples.file("baseline.jpg");
    ByteBuffer file = ByteBuffer.allocate(jpeg.length + exif.capacity() + 10);
    file.put(jpeg, 0, 2).putShort((short) 0xffe1).putShort((short) (exif.capacity() + 8));
    file.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(exif.array());
    file.put(jpeg, 2, jpeg.length - 2);
    Picture upright = (Picture) DECODER.decode(jpeg, "");
    long before = allocated();
    Picture turned = (Picture) DECODER.decode(file.array(), "");
    assertThat(allocated() - before).isLessThan(MOST_BYTES);
    assertThat(turned.image()).isEqualTo(Orientation.TURN_180.apply(upright.image()));
  }

  private static Rejected decodeWithinBounds(byte[] file) {
    DECODER.decode(Samples.file("reference.png"), ""); // what the first image costs is not measured
    long before = allocated();
    Decoded decoded = DECODER.decode(file, "");
    assertThat(allocated() - before).isLessThan(MOST_BYTES);
    assertThat(decoded).isInstanceOf(Rejected.class);
    return (Rejected) decoded;
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private static byte[] png(int width, int height, int colourType) {
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put((byte) 8).put((byte) colourType);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    chunk(file, "IHDR", header.array());
    if (colourType == 3) {
      chunk(file, "PLTE", new byte[3]);
    }
    chunk(file, "IDAT", deflated(4 << 20));
    chunk(file, "IEND", new byte[0]);
    return file.toByteArray();
  }

  private static byte[] pngWith(String type, String prefix, int inflatedBytes) {
    byte[] png = Samples.file("palette.png");
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(prefix.getBytes(StandardCharsets.US_ASCII));
    data.writeBytes(deflated(inflatedBytes));
    int afterHeader = 8 + 12 + 13;
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(png, 0, afterHeader);
    chunk(file, type, data.toByteArray());
    file.write(png, afterHeader, png.length - afterHeader);
    return file.toByteArray();
  }

  static void chunk(ByteArrayOutputStream file, String type, byte[] data) {
    byte[] named =
        ByteBuffer.allocate(4 + data.length)
            .put(type.getBytes(StandardCharsets.ISO_8859_1))
            .put(data)
            .array();
    CRC32 crc = new CRC32();
    crc.update(named);
    file.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    file.writeBytes(named);
    file.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  private static byte[] deflated(int zeros) {
    Deflater deflater = new Deflater(9);
    deflater.setInput(new byte[zeros]);
    deflater.finish();
    byte[] bytes = new byte[zeros / 900 + 100];
    int length = deflater.deflate(bytes);
    assertThat(deflater.finished()).isTrue();
    deflater.end();
    return Arrays.copyOf(bytes, length);
  }

  /** The profile begins behind the given bytes, with its length. */
  private static byte[] profile(String sample, String before) {
    byte[] file = Samples.file(sample);
    int at = new String(file, StandardCharsets.ISO_8859_1).indexOf(before);
    assertThat(at).isPositive();
    ByteBuffer.wrap(file).putInt(at + before.length(), 1 << 30);
    return file;
  }

  private static byte[] jpeg(int width, int height) {
    byte[] jpeg = Samples.file("baseline.jpg");
    for (int i = 0; i < jpeg.length; i++) {
      if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xc0) {
        ByteBuffer.wrap(jpeg).putShort(i + 5, (short) height).putShort(i + 7, (short) width);
        return jpeg;
      }
    }
    throw new AssertionError("no frame");
  }

  private static byte[] lossyWebp(int width, int height) {
    byte[] webp = Samples.file("lossy.webp");
    ByteBuffer.wrap(webp)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(26, (short) width)
        .putShort(28, (short) height);
    return webp;
  }

  private static byte[] losslessWebp(int width, int height) {
    byte[] webp = Samples.file("lossless.webp");
    ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN).putInt(21, width - 1 | height - 1 << 14);
    return webp;
  }

  private static byte[] extendedWebp(int side, byte[] webp) {
    ByteBuffer file = ByteBuffer.allocate(webp.length + 18).order(ByteOrder.LITTLE_ENDIAN);
    file.put(webp, 0, 12).put("VP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).putInt(0);
    file.putShort((short) (side - 1)).put((byte) 0).putShort((short) (side - 1)).put((byte) 0);
    file.put(webp, 12, webp.length - 12).putInt(4, file.limit() - 8);
    return file.array();
  }

  private static byte[] bmp(int width, int height) {
    byte[] bmp = Samples.file("uncompressed.bmp");
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, width).putInt(22, height);
    return bmp;
  }

  private static byte[] bmpWithPalette(int colours) {
    byte[] bmp = Samples.file("palette.bmp");
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(46, colours);
    return bmp;
  }

  private record Entry(int tag, int type, int count, int value) {}

  private static Entry entry(int tag, int type, int value) {
    return new Entry(tag, type, 1, value);
  }

  private static Entry small(int tag) {
    return entry(tag, 4, 10);
  }

  private static byte[] tiff(Entry... entries) {
    ByteBuffer file = ByteBuffer.allocate(4_000).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
    file.putShort((short) (entries.length + 1));
    for (Entry entry : entries) {
      file.putShort((short) entry.tag).putShort((short) entry.type).putInt(entry.count);
      file.putInt(entry.value);
    }
    file.putShort((short) 273).putShort((short) 4).putInt(1).putInt(2_000);
    return file.array();
  }

  /** 8,000 entries of 100,000 numbers each, all the same bytes of a file of 200 kB. */
  private static byte[] overlappingTiff() {
    int entries = 8_000;
    ByteBuffer file = ByteBuffer.allocate(200_000).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8).putShort((short) entries);
    for (int i = 0; i < entries; i++) {
      int tag = i < 2 ? 256 + i : 40_000 + i;
      int count = i < 2 ? 1 : 99_000;
      file.putShort((short) tag).putShort((short) 3).putInt(count).putInt(i < 2 ? 10 : 8);
    }
    return file.array();
  }
}
