package org.g2face.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A private chunk of PNG files for what was sealed beside a picture.
 *
 * <p>By the letters of its type a program that does not know it shows the picture without it, and
 * drops it when it changes the picture (W3C PNG specification, section 5.4).
 */
public final class SealedChunk {
  static final String TYPE = "gfSL";

  private static final int SIGNATURE_BYTES = 8;

  private SealedChunk() {}

  /**
   * What is sealed in a file.
   *
   * @param file of any kind
   * @return empty if it is no PNG file, or has no such chunk
   */
  public static Optional<byte[]> find(byte[] file) {
    if (ImageFormat.ofContent(file).filter(ImageFormat.PNG::equals).isEmpty()) {
      return Optional.empty();
    }
    ByteBuffer png = ByteBuffer.wrap(file).position(SIGNATURE_BYTES);
    byte[] type = new byte[Integer.BYTES];
    try {
      while (png.hasRemaining()) {
        int length = png.getInt();
        png.get(type);
        if (length < 0 || length > png.remaining() - Integer.BYTES) {
          return Optional.empty();
        }
        if (TYPE.equals(new String(type, StandardCharsets.US_ASCII))) {
          byte[] sealed = new byte[length];
          png.get(sealed);
          return Optional.of(sealed);
        }
        png.position(png.position() + length + Integer.BYTES);
      }
    } catch (BufferUnderflowException e) {
      // Not a whole file; the decoder says so.
    }
    return Optional.empty();
  }
}
