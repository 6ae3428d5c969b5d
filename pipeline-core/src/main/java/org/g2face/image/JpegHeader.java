package org.g2face.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The segments of a JPEG file, from its start to the end-of-image marker.
 *
 * <p>ITU-T T.81, annex B. Whatever follows the end of the image (gain maps, depth maps, a second
 * view) is ignored.
 */
final class JpegHeader {
  private static final int START_OF_FRAME = 0xc0;
  private static final int PROGRESSIVE = 0xc2;
  private static final int LAST_FRAME = 0xcf;
  private static final int HUFFMAN_TABLES = 0xc4;
  private static final int RESERVED = 0xc8;
  private static final int ARITHMETIC_TABLES = 0xcc;
  private static final int FIRST_RESTART = 0xd0;
  private static final int LAST_RESTART = 0xd7;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int START_OF_SCAN = 0xda;
  private static final int APP1 = 0xe1;
  private static final int APP2 = 0xe2;
  private static final int TEMPORARY = 0x01;
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PROFILE = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);

  /** Encoders write about ten; each costs a pass over the whole picture however short it is. */
  private static final int MOST_SCANS = 100;

  private final ByteBuffer file;
  private int width;
  private int height;
  private int scans;
  private Orientation orientation = Orientation.NONE;
  private long profileBytes;
  private long claimedProfileBytes;

  private JpegHeader(ByteBuffer file) {
    this.file = file.duplicate().order(ByteOrder.BIG_ENDIAN);
  }

  static Header read(ByteBuffer file) throws MalformedImage {
    return new JpegHeader(file).walk();
  }

  private Header walk() throws MalformedImage {
    file.position(2);
    while (true) {
      int marker = nextMarker();
      if (marker == END_OF_IMAGE) {
        break;
      }
      if (marker == TEMPORARY || marker >= FIRST_RESTART && marker <= LAST_RESTART) {
        continue;
      }
      int length = Short.toUnsignedInt(file.getShort());
      int end = file.position() + length - 2;
      if (length < 2) {
        throw Header.corrupt("a JPEG segment shorter than its own length");
      }
      if (end > file.limit()) {
        throw Header.truncated(ImageFormat.JPEG);
      }
      if (marker >= START_OF_FRAME
          && marker <= LAST_FRAME
          && marker != HUFFMAN_TABLES
          && marker != RESERVED) {
        frame(marker);
      } else if (marker == APP1) {
        exif(length - 2);
      } else if (marker == APP2) {
        profile(length - 2);
      }
      file.position(end);
      if (marker == START_OF_SCAN) {
        if (++scans > MOST_SCANS) {
          throw Header.unsupported("a progressive JPEG of more than " + MOST_SCANS + " scans");
        }
        skipEntropyCodedData();
      }
    }
    if (width == 0 || scans == 0) {
      throw Header.corrupt("a JPEG without a picture");
    }
    if (claimedProfileBytes > profileBytes) {
      throw Header.corrupt("a JPEG with only a part of its colour profile");
    }
    return new Header(width, height, orientation);
  }

  private int nextMarker() throws MalformedImage {
    if (file.get() != (byte) 0xff) {
      throw Header.corrupt("stray bytes between the segments of the JPEG");
    }
    int marker;
    do {
      marker = Byte.toUnsignedInt(file.get());
    } while (marker == 0xff);
    return marker;
  }

  private void frame(int marker) throws MalformedImage {
    if (marker > PROGRESSIVE || marker == ARITHMETIC_TABLES) {
      throw Header.unsupported("lossless, hierarchical or arithmetic-coded JPEG");
    }
    if (width != 0) {
      throw Header.corrupt("a JPEG with two frames");
    }
    int bits = Byte.toUnsignedInt(file.get());
    if (bits != 8) {
      throw Header.unsupported("a JPEG of " + bits + " bits a sample");
    }
    height = Short.toUnsignedInt(file.getShort());
    width = Short.toUnsignedInt(file.getShort());
  }

  private void exif(int length) {
    if (begins(EXIF, length)) {
      int start = file.position() + EXIF.length;
      orientation = Orientation.ofExif(file.slice(start, length - EXIF.length));
    }
  }

  /**
   * A profile is split over segments, each with its number and how many there are. It begins with
   * its size, which the decoder trusts with an allocation.
   */
  private void profile(int length) {
    if (begins(PROFILE, length)) {
      int start = file.position() + PROFILE.length;
      profileBytes += length - PROFILE.length - 2;
      if (file.get(start) == 1 || file.get(start + 1) == 1) {
        long claimed = Integer.toUnsignedLong(file.getInt(start + 2));
        claimedProfileBytes = Math.max(claimedProfileBytes, claimed);
      }
    }
  }

  private boolean begins(byte[] prefix, int length) {
    int start = file.position();
    return length > prefix.length
        && Arrays.equals(file.array(), start, start + prefix.length, prefix, 0, prefix.length);
  }

  /** Inside a scan, 0xff is followed by zero or a restart marker; anything else ends it. */
  private void skipEntropyCodedData() throws MalformedImage {
    byte[] bytes = file.array();
    int at = file.position();
    while (true) {
      while (at < bytes.length && bytes[at] != (byte) 0xff) {
        at++;
      }
      if (at + 1 >= bytes.length) {
        throw Header.truncated(ImageFormat.JPEG);
      }
      int next = Byte.toUnsignedInt(bytes[at + 1]);
      if (next != 0 && next != 0xff && !(next >= FIRST_RESTART && next <= LAST_RESTART)) {
        file.position(at);
        return;
      }
      at += next == 0xff ? 1 : 2;
    }
  }
}
