package org.g2face.image;

import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import org.g2face.image.Decoded.Picture;
import org.g2face.image.Decoded.Rejected;

/**
 * Turns the bytes of JPEG, PNG, WebP, BMP and TIFF files into pictures.
 *
 * <p>Safe to share between threads. What a file contains never makes it throw: everything that is
 * not wholly intact is {@link Rejected}. A file that claims more pixels than the limit costs no
 * more than the reading of its header.
 *
 * <p>Pictures are upright (EXIF orientation), in sRGB, eight bits a channel, and laid over white
 * where they were transparent. Animations and files of several pages are rejected rather than cut
 * to their first picture.
 */
public final class ImageDecoder {
  private final ImageLimits limits;
  private final boolean acceptMislabelled;
  private final boolean keepAlpha;

  /**
   * @param acceptMislabelled whether a picture is also taken if its file's name says another format
   *     than its content
   */
  public ImageDecoder(ImageLimits limits, boolean acceptMislabelled) {
    this(limits, acceptMislabelled, false);
  }

  private ImageDecoder(ImageLimits limits, boolean acceptMislabelled, boolean keepAlpha) {
    this.limits = limits;
    this.acceptMislabelled = acceptMislabelled;
    this.keepAlpha = keepAlpha;
  }

  /** With the default limits, and rejecting what is mislabelled. */
  public ImageDecoder() {
    this(ImageLimits.DEFAULT, false);
  }

  /**
   * The same decoder, but transparency is kept: colours are not laid over white. Where a picture is
   * wholly transparent it is white all the same.
   */
  public ImageDecoder keepingAlpha() {
    return new ImageDecoder(limits, acceptMislabelled, true);
  }

  /**
   * @param bytes a whole file
   * @param name the file's name or path, for its extension only; empty if there is none
   */
  public Decoded decode(byte[] bytes, String name) {
    if (bytes.length == 0) {
      return new Rejected(Reason.EMPTY, "no bytes");
    }
    if (bytes.length > limits.bytes()) {
      return new Rejected(
          Reason.TOO_LARGE_FILE,
          "%d bytes; the limit is %d".formatted(bytes.length, limits.bytes()));
    }
    Optional<ImageFormat> content = ImageFormat.ofContent(bytes);
    if (content.isEmpty()) {
      return new Rejected(Reason.NOT_AN_IMAGE, "begins like no known image format");
    }
    ImageFormat format = content.get();
    Optional<ImageFormat> label = ImageFormat.ofName(name);
    if (!acceptMislabelled && label.isPresent() && label.get() != format) {
      return new Rejected(
          Reason.MISLABELLED, "named as %s, but is %s".formatted(label.get(), format));
    }
    return decode(format, bytes);
  }

  private Decoded decode(ImageFormat format, byte[] bytes) {
    try {
      Header header = Header.read(format, bytes, limits);
      BufferedImage pixels = PixelReader.read(format, bytes);
      if (pixels.getWidth() != header.width() || pixels.getHeight() != header.height()) {
        return new Rejected(Reason.CORRUPT, "the picture is not of the size that is claimed");
      }
      Optional<Alpha> alpha = keepAlpha ? SrgbPixels.alpha(pixels) : Optional.empty();
      RgbImage image = SrgbPixels.of(pixels, header.profile(), alpha.isPresent());
      return new Picture(
          header.orientation().apply(image),
          format,
          alpha.map(levels -> levels.upright(header.orientation())));
    } catch (MalformedImage e) {
      return new Rejected(e.reason(), e.getMessage());
    } catch (OutOfMemoryError e) {
      return new Rejected(Reason.TOO_MANY_PIXELS, "decoding needs more memory than there is");
    } catch (EOFException e) {
      MalformedImage truncated = Header.truncated(format);
      return new Rejected(truncated.reason(), truncated.getMessage());
    } catch (IOException | RuntimeException | VirtualMachineError | AssertionError e) {
      // The messages of decoders may quote what the file contains; their types do not.
      return new Rejected(
          Reason.CORRUPT,
          "the %s decoder stopped: damaged data, or a rare kind (%s)"
              .formatted(format, e.getClass().getSimpleName()));
    }
  }
}
