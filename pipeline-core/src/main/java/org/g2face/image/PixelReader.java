package org.g2face.image;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * The decoders behind each format.
 *
 * <p>They are chosen once and by name. ImageIO's own search depends on the class loader of the
 * thread that asked first, and tries one plug-in after the other for every image.
 */
final class PixelReader {
  private static final Map<ImageFormat, ImageReaderSpi> DECODERS;

  static {
    // Otherwise streams that decoders open inside an image may spill pixels into temporary files.
    ImageIO.setUseCache(false);
    IIORegistry registry = IIORegistry.getDefaultInstance();
    JPEGImageReaderSpi jpeg = new JPEGImageReaderSpi();
    // Finds the JDK's decoder, which does the work below this one.
    jpeg.onRegistration(registry, ImageReaderSpi.class);
    DECODERS =
        Map.of(
            ImageFormat.JPEG,
            jpeg,
            ImageFormat.PNG,
            ofThePlatform(registry, "png"),
            ImageFormat.WEBP,
            new WebPImageReaderSpi(),
            ImageFormat.BMP,
            ofThePlatform(registry, "bmp"),
            ImageFormat.TIFF,
            new TIFFImageReaderSpi());
  }

  private PixelReader() {}

  private static ImageReaderSpi ofThePlatform(IIORegistry registry, String format) {
    Iterator<ImageReaderSpi> known = registry.getServiceProviders(ImageReaderSpi.class, true);
    while (known.hasNext()) {
      ImageReaderSpi candidate = known.next();
      if (candidate.getClass().getName().startsWith("com.sun.imageio.plugins." + format + ".")) {
        return candidate;
      }
    }
    throw new IllegalStateException(
        "this Java has no " + format + " decoder; it needs the module java.desktop");
  }

  /**
   * @throws MalformedImage if the decoder had to invent pixels
   * @throws IOException if the decoder gave up; so do many runtime exceptions and errors
   */
  static BufferedImage read(ImageFormat format, byte[] bytes) throws IOException, MalformedImage {
    ImageReader reader = DECODERS.get(format).createReaderInstance(null);
    try (var stream = new ByteArrayImageInputStream(bytes)) {
      DamageListener damage = new DamageListener();
      reader.addIIOReadWarningListener(damage);
      reader.setInput(stream, true, true);
      BufferedImage image = reader.read(0);
      if (damage.found != null) {
        throw damage.found;
      }
      return image;
    } finally {
      reader.dispose();
    }
  }

  /**
   * The JPEG decoder fills what is missing with grey, and says so in a warning.
   *
   * <p>Its other warnings are about markers that change nothing.
   */
  private static final class DamageListener implements IIOReadWarningListener {
    private MalformedImage found;

    @Override
    public void warningOccurred(ImageReader source, String warning) {
      if (found != null) {
        return;
      }
      if (warning.contains("Premature end of JPEG") || warning.contains("Truncated File")) {
        found = Header.truncated(ImageFormat.JPEG);
      } else if (warning.contains("Corrupt JPEG data")
          || warning.contains("Inconsistent progression")) {
        found = Header.corrupt("the JPEG data is damaged");
      }
    }
  }
}
