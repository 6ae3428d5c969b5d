package org.g2face.image;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.util.Optional;

/**
 * Decoded pixels of any kind as 8-bit sRGB.
 *
 * <p>Transparent pixels are laid over white: what alpha hides must not come to light, and white is
 * what viewers show behind a picture. Sixteen bits are rounded to eight. Grey levels are taken as
 * they are, because Java's grey colour space is linear and would brighten every picture. Colours of
 * another space are converted when the file has a profile for them.
 */
final class SrgbPixels {
  private static final int WHITE = 255;
  private static final int INKS = 4;
  private static final int BLACK = 3;

  private SrgbPixels() {}

  /**
   * @param straight whether colours stay as they are where something shines through
   */
  static RgbImage of(BufferedImage image, byte[] profile, boolean straight) {
    BufferedImage source = profile == null ? image : assign(profile, image);
    byte[] levels = new byte[Planes.count(source.getWidth(), source.getHeight())];
    ColorModel model = source.getColorModel();
    if (isBgr(source)) {
      copyBgr(source, levels);
    } else if (model instanceof ComponentColorModel && isPlain(model)) {
      copySamples(source, levels, straight);
    } else if (model instanceof ComponentColorModel && !model.getColorSpace().isCS_sRGB()) {
      return convert(source, straight);
    } else {
      copyArgb(source, levels, straight);
    }
    return RgbImage.wrap(source.getWidth(), source.getHeight(), levels);
  }

  /** What is transparent of a picture; empty if nothing is. */
  static Optional<Alpha> alpha(BufferedImage image) {
    if (!image.getColorModel().hasAlpha()) {
      return Optional.empty();
    }
    byte[] levels = new byte[image.getWidth() * image.getHeight()];
    int[] row = new int[image.getWidth()];
    for (int y = 0, at = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int argb : row) {
        levels[at++] = (byte) (argb >>> 24);
      }
    }
    Alpha alpha = new Alpha(image.getWidth(), image.getHeight(), levels);
    return alpha.isOpaque() ? Optional.empty() : Optional.of(alpha);
  }

  /** Grey, red, green and blue of sRGB, or inks that no profile describes; in whole numbers. */
  private static boolean isPlain(ColorModel model) {
    int type = model.getTransferType();
    ColorSpace space = model.getColorSpace();
    return (type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT)
        && (model.getNumColorComponents() == 1 || space.isCS_sRGB() || isInks(space));
  }

  /** Java would convert these pixel by pixel, two hundred times as slowly. */
  private static boolean isInks(ColorSpace space) {
    return space.getType() == ColorSpace.TYPE_CMYK && !(space instanceof ICC_ColorSpace);
  }

  private static boolean isBgr(BufferedImage image) {
    return image.getType() == BufferedImage.TYPE_3BYTE_BGR
        && image.getColorModel().getColorSpace().isCS_sRGB()
        && image.getRaster().getParent() == null
        && image.getSampleModel() instanceof ComponentSampleModel samples
        && samples.getScanlineStride() == image.getWidth() * RgbImage.CHANNELS;
  }

  private static void copyBgr(BufferedImage image, byte[] levels) {
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < levels.length; i += RgbImage.CHANNELS) {
      levels[i] = bgr[i + 2];
      levels[i + 1] = bgr[i + 1];
      levels[i + 2] = bgr[i];
    }
  }

  private static void copySamples(BufferedImage image, byte[] levels, boolean straight) {
    Raster raster = image.getRaster();
    ColorModel model = image.getColorModel();
    int bands = raster.getNumBands();
    int colours = model.getNumColorComponents();
    int[] most = new int[bands];
    for (int band = 0; band < bands; band++) {
      most[band] = (1 << model.getComponentSize(band)) - 1;
    }
    boolean premultiplied = model.isAlphaPremultiplied();
    int[] row = new int[image.getWidth() * bands];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(0, y, image.getWidth(), 1, row);
      for (int i = 0; i < row.length; i += bands) {
        double alpha = model.hasAlpha() ? (double) row[i + colours] / most[colours] : 1;
        for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
          int band = Math.min(channel, colours - 1);
          double share = (double) row[i + band] / most[band];
          if (colours == INKS) {
            share = (1 - share) * (1 - (double) row[i + BLACK] / most[BLACK]);
          }
          levels[at++] = level(255 * share, alpha, premultiplied, straight);
        }
      }
    }
  }

  private static void copyArgb(BufferedImage image, byte[] levels, boolean straight) {
    int[] row = new int[image.getWidth()];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int argb : row) {
        double alpha = (argb >>> 24) / 255.0;
        levels[at++] = level(argb >> 16 & 0xff, alpha, false, straight);
        levels[at++] = level(argb >> 8 & 0xff, alpha, false, straight);
        levels[at++] = level(argb & 0xff, alpha, false, straight);
      }
    }
  }

  private static byte level(double level, double alpha, boolean premultiplied, boolean straight) {
    if (straight && alpha > 0) {
      double colour = premultiplied ? level / alpha : level;
      return (byte) (int) (Math.min(WHITE, colour) + 0.5);
    }
    double shown = (premultiplied ? level : level * alpha) + WHITE * (1 - alpha);
    return (byte) (int) (Math.min(WHITE, shown) + 0.5);
  }

  /** The same samples, said to be of the colours that the profile describes. */
  private static BufferedImage assign(byte[] profile, BufferedImage image) {
    ColorModel model = image.getColorModel();
    ICC_Profile icc = ICC_Profile.getInstance(profile);
    if (!(model instanceof ComponentColorModel)
        || icc.getColorSpaceType() != ColorSpace.TYPE_RGB
        || model.getNumColorComponents() != RgbImage.CHANNELS) {
      return image;
    }
    ColorModel described =
        new ComponentColorModel(
            new ICC_ColorSpace(icc),
            model.hasAlpha(),
            model.isAlphaPremultiplied(),
            model.getTransparency(),
            model.getTransferType());
    return new BufferedImage(described, image.getRaster(), model.isAlphaPremultiplied(), null);
  }

  private static RgbImage convert(BufferedImage image, boolean straight) {
    int type =
        image.getColorModel().hasAlpha()
            ? BufferedImage.TYPE_4BYTE_ABGR
            : BufferedImage.TYPE_3BYTE_BGR;
    BufferedImage srgb = new BufferedImage(image.getWidth(), image.getHeight(), type);
    new ColorConvertOp(null).filter(image, srgb);
    return of(srgb, null, straight);
  }
}
