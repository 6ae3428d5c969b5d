package org.g2face.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.g2face.image.Decoded.Picture;
import org.g2face.image.Decoded.Rejected;

/** Whatever the bytes are, decoding ends soon, with a picture within the limits or a reason. */
class ImageDecoderFuzzTest {
  private static final ImageLimits LIMITS = new ImageLimits(1_000_000, 1 << 20);
  private static final ImageDecoder DECODER = new ImageDecoder(LIMITS, true);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  @Property(tries = 4000)
  void damagedFiles(
      @ForAll("files") String file,
      @ForAll @IntRange(min = 1, max = 8) int changes,
      @ForAll @IntRange(min = 0, max = 3) int kind,
      @ForAll Random random) {
    byte[] bytes = Samples.file(file);
    for (int i = 0; i < changes; i++) {
      // Half of the changes hit the headers, where they do the most.
      int end = random.nextBoolean() ? Math.min(bytes.length, 150) : bytes.length;
      bytes[random.nextInt(end)] = interesting(random);
    }
    byte[] damaged =
        switch (kind) {
          case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
          case 1 -> withoutTheMiddle(bytes, random);
          default -> bytes;
        };
    check(file.endsWith(".png") && kind > 1 ? withChecksums(damaged) : damaged);
  }

  @Property(tries = 500)
  void noiseBehindAMagicNumber(@ForAll("files") String file, @ForAll byte[] noise) {
    byte[] bytes = Arrays.copyOf(Samples.file(file), 30 + noise.length);
    System.arraycopy(noise, 0, bytes, 30, noise.length);
    check(bytes);
  }

  @Property(tries = 500)
  void anyBytes(@ForAll byte[] bytes) {
    check(bytes);
  }

  @Provide
  Arbitrary<String> files() {
    return Arbitraries.of(
        List.of(
            "baseline.jpg",
            "progressive.jpg",
            "cmyk.jpg",
            "wide-gamut.jpg",
            "orientation-6.jpg",
            "reference.png",
            "palette.png",
            "grey-16.png",
            "alpha.png",
            "wide-gamut.png",
            "lossy.webp",
            "lossless.webp",
            "alpha-lossy.webp",
            "wide-gamut.webp",
            "uncompressed.tif",
            "lzw.tif",
            "deflate.tif",
            "packbits.tif",
            "bilevel.tif",
            "cmyk.tif",
            "wide-gamut.tif",
            "palette.tif",
            "uncompressed.bmp",
            "palette.bmp",
            "32-bit.bmp"));
  }

  private static void check(byte[] bytes) {
    long start = System.nanoTime();
    Decoded decoded = DECODER.decode(bytes, "");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
    if (decoded instanceof Picture picture) {
      long pixels = (long) picture.image().width() * picture.image().height();
      assertThat(pixels).isBetween(1L, LIMITS.pixels());
    } else {
      assertThat(((Rejected) decoded).detail()).isNotBlank().hasSizeLessThan(150);
    }
  }

  private static byte interesting(Random random) {
    int[] values = {0, 1, 0x7f, 0x80, 0xfe, 0xff, random.nextInt(256), random.nextInt(256)};
    return (byte) values[random.nextInt(values.length)];
  }

  private static byte[] withoutTheMiddle(byte[] bytes, Random random) {
    int from = random.nextInt(bytes.length);
    int to = from + random.nextInt(bytes.length - from);
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    rest.write(bytes, 0, from);
    rest.write(bytes, to, bytes.length - to);
    return rest.toByteArray();
  }

  /** So that the damage reaches the decoder behind the checksums. */
  private static byte[] withChecksums(byte[] png) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ByteBuffer chunks = ByteBuffer.wrap(png);
    file.write(png, 0, 8);
    chunks.position(8);
    while (chunks.remaining() >= 12) {
      byte[] data = new byte[Math.min(chunks.getInt() & 0xffffff, chunks.remaining() - 8)];
      byte[] type = new byte[4];
      chunks.get(type).get(data).getInt();
      DecompressionBombTest.chunk(file, new String(type, StandardCharsets.ISO_8859_1), data);
    }
    return file.toByteArray();
  }
}
