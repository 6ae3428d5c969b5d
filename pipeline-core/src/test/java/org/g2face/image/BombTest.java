package org.g2face.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Small files that claim to be enormous pictures cost next to nothing. */
class BombTest {
  /** Nearly 10^9 pixels. */
  private static final int SIDE = 31_622;

  private static final int SMALL = 10_000;
  private static final long MOST = 50_000_000;
  private static final int INFLATED = 200_000_000;

  /** Files whose headers claim 10^9 pixels, and one whose colour profile is enormous. */
  enum Bomb {
    PNG("png", BombTest::png),
    JPEG("jpg", BombTest::jpeg),
    BMP("bmp", BombTest::bmp),
    TIFF("tiff", BombTest::tiff),
    PROFILE("png", BombTest::profile);

    private final String extension;
    private final Supplier<byte[]> file;

    Bomb(String extension, Supplier<byte[]> file) {
      this.extension = extension;
      this.file = file;
    }
  }

  @ParameterizedTest
  @EnumSource
  void costsLessThanFiftyMegabytes(Bomb bomb) {
    byte[] file = bomb.file.get();
    ImageDecoder decoder = new ImageDecoder();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();

    long before = threads.getThreadAllocatedBytes(thread);
    Decoded decoded = decoder.decode(file, "bomb." + bomb.extension);
    long allocated = threads.getThreadAllocatedBytes(thread) - before;

    assertThat(decoded).isInstanceOf(Decoded.Rejected.class);
    assertThat(((Decoded.Rejected) decoded).reason())
        .isEqualTo(bomb == Bomb.PROFILE ? Reason.CORRUPT : Reason.TOO_MANY_PIXELS);
    assertThat(allocated).isPositive().isLessThan(MOST);
    System.out.printf("%s of %d bytes: %d bytes were allocated%n", bomb, file.length, allocated);
  }

  private static byte[] encoded(String format) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_3BYTE_BGR);
      assertThat(ImageIO.write(image, format, bytes)).isTrue();
      assertThat(bytes.size()).isLessThan(SMALL);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] png() {
    byte[] png = encoded("png");
    ByteBuffer.wrap(png).putInt(16, SIDE).putInt(20, SIDE).putInt(29, crc(png, 12, 17));
    return png;
  }

  private static byte[] jpeg() {
    byte[] jpeg = encoded("jpg");
    int at = 2;
    while ((jpeg[at + 1] & 0xff) != 0xc0) {
      at += 2 + ByteBuffer.wrap(jpeg).getShort(at + 2);
    }
    ByteBuffer.wrap(jpeg).putShort(at + 5, (short) SIDE).putShort(at + 7, (short) SIDE);
    return jpeg;
  }

  private static byte[] bmp() {
    byte[] bmp = encoded("bmp");
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, SIDE).putInt(22, SIDE);
    return bmp;
  }

  /** Tags 256 and 257 of the first directory are the width and the height. */
  private static byte[] tiff() {
    byte[] tiff = encoded("tiff");
    ByteBuffer buffer =
        ByteBuffer.wrap(tiff)
            .order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = buffer.getInt(4);
    for (int i = 0; i < buffer.getShort(directory); i++) {
      int entry = directory + 2 + 12 * i;
      int tag = buffer.getShort(entry);
      if (tag == 256 || tag == 257) {
        buffer.putShort(entry + 2, (short) 4).putInt(entry + 8, SIDE);
      }
    }
    return tiff;
  }

  /** A chunk iCCP behind the header, which inflates to {@value #INFLATED} zeros. */
  private static byte[] profile() {
    byte[] png = encoded("png");
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (DeflaterOutputStream stream =
        new DeflaterOutputStream(deflated, new Deflater(Deflater.BEST_COMPRESSION))) {
      stream.write(new byte[INFLATED]);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    byte[] start = "iCCPx\0\0".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer chunk = ByteBuffer.allocate(8 + start.length + deflated.size());
    chunk.putInt(start.length - 4 + deflated.size()).put(start).put(deflated.toByteArray());
    chunk.putInt(crc(chunk.array(), 4, chunk.position() - 4));
    int header = 33;
    return ByteBuffer.allocate(png.length + chunk.position())
        .put(png, 0, header)
        .put(chunk.array(), 0, chunk.position())
        .put(png, header, png.length - header)
        .array();
  }

  private static int crc(byte[] bytes, int from, int count) {
    CRC32 crc = new CRC32();
    crc.update(bytes, from, count);
    return (int) crc.getValue();
  }
}
