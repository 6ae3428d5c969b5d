package org.g2face.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures and files to test with. */
final class Samples {
  static final int WIDTH = 48;
  static final int HEIGHT = 32;

  private Samples() {}

  static byte[] file(String name) {
    try (InputStream stream = Samples.class.getResourceAsStream(name)) {
      assertThat(stream).as(name).isNotNull();
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Read by the JDK alone, so that nothing under test has a hand in it. */
  static RgbImage reference() {
    return png("reference.png");
  }

  static RgbImage png(String name) {
    return rgb(buffered(name));
  }

  static BufferedImage buffered(String name) {
    try {
      return ImageIO.read(new ByteArrayInputStream(file(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RgbImage rgb(BufferedImage image) {
    byte[] levels = new byte[image.getWidth() * image.getHeight() * 3];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        levels[at++] = (byte) (rgb >> 16);
        levels[at++] = (byte) (rgb >> 8);
        levels[at++] = (byte) rgb;
      }
    }
    return RgbImage.of(image.getWidth(), image.getHeight(), levels);
  }

  static RgbImage random(int width, int height, long seed) {
    byte[] levels = new byte[width * height * 3];
    new Random(seed).nextBytes(levels);
    return RgbImage.of(width, height, levels);
  }

  /** A file of the JDK's own writer. */
  static byte[] write(BufferedImage image, String format, String compression) {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName(format);
    ImageWriter writer = writers.next();
    while (!writer.getClass().getName().startsWith("com.sun.")) {
      writer = writers.next();
    }
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    if (compression != null) {
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionType(compression);
    }
    if (parameters.canWriteProgressive()) {
      parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (var stream = new MemoryCacheImageOutputStream(file)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }

  static double meanDifference(RgbImage a, RgbImage b) {
    assertThat(a).hasToString(b.toString());
    byte[] left = a.toBytes();
    byte[] right = b.toBytes();
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += Math.abs((left[i] & 0xff) - (right[i] & 0xff));
    }
    return sum / left.length;
  }

  static int largestDifference(RgbImage a, RgbImage b) {
    assertThat(a).hasToString(b.toString());
    byte[] left = a.toBytes();
    byte[] right = b.toBytes();
    int largest = 0;
    for (int i = 0; i < left.length; i++) {
      largest = Math.max(largest, Math.abs((left[i] & 0xff) - (right[i] & 0xff)));
    }
    return largest;
  }
}
