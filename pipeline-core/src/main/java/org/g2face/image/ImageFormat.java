package org.g2face.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The image formats that are known by their first bytes.
 *
 * <p>Some are known only so that a rejection can name them.
 */
public enum ImageFormat {
  JPEG(true, "jpg", "jpeg", "jpe", "jfif", "mpo"),
  PNG(true, "png"),
  WEBP(true, "webp"),
  BMP(true, "bmp", "dib"),
  TIFF(true, "tif", "tiff"),
  GIF(false, "gif"),
  /** HEIC and AVIF: pictures in an ISO media file. */
  HEIF(false, "heic", "heif", "avif"),
  JPEG_2000(false, "jp2", "j2k", "jpx"),
  JPEG_XL(false, "jxl"),
  PHOTOSHOP(false, "psd", "psb"),
  ICON(false, "ico", "cur");

  private final boolean readable;
  private final Set<String> extensions;

  ImageFormat(boolean readable, String... extensions) {
    this.readable = readable;
    this.extensions = Set.of(extensions);
  }

  /** Whether {@link ImageDecoder} reads it. */
  public boolean readable() {
    return readable;
  }

  /** The format that the end of a file's name stands for; empty for names of no known image. */
  public static Optional<ImageFormat> ofName(String name) {
    int dot = name.lastIndexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String extension = name.substring(dot + 1).toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> format.extensions.contains(extension))
        .findFirst();
  }

  /** The format that the first bytes belong to. */
  public static Optional<ImageFormat> ofContent(byte[] bytes) {
    return Arrays.stream(values()).filter(format -> format.begins(bytes)).findFirst();
  }

  private boolean begins(byte[] bytes) {
    return switch (this) {
      case JPEG -> at(bytes, 0, "\u00ff\u00d8\u00ff");
      case PNG -> at(bytes, 0, "\u0089PNG\r\n\u001a\n");
      case WEBP -> at(bytes, 0, "RIFF") && at(bytes, 8, "WEBP");
      // The two letters alone begin many a text; the reserved words behind them are zero.
      case BMP -> at(bytes, 0, "BM") && at(bytes, 6, "\0\0\0\0");
      case TIFF ->
          at(bytes, 0, "II*\0")
              || at(bytes, 0, "MM\0*")
              || at(bytes, 0, "II+\0")
              || at(bytes, 0, "MM\0+");
      case GIF -> at(bytes, 0, "GIF87a") || at(bytes, 0, "GIF89a");
      case HEIF ->
          at(bytes, 4, "ftyphei")
              || at(bytes, 4, "ftypmif1")
              || at(bytes, 4, "ftypmsf1")
              || at(bytes, 4, "ftypavi");
      case JPEG_2000 -> at(bytes, 4, "jP  \r\n") || at(bytes, 0, "\u00ff\u004f\u00ff\u0051");
      case JPEG_XL -> at(bytes, 4, "JXL \r\n") || at(bytes, 0, "\u00ff\n");
      case PHOTOSHOP -> at(bytes, 0, "8BPS");
      case ICON -> at(bytes, 0, "\0\0\u0001\0") || at(bytes, 0, "\0\0\u0002\0");
    };
  }

  private static boolean at(byte[] bytes, int offset, String magic) {
    byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
    return bytes.length >= offset + expected.length
        && Arrays.equals(bytes, offset, offset + expected.length, expected, 0, expected.length);
  }
}
