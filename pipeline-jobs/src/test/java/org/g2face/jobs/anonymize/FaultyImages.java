package org.g2face.jobs.anonymize;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.zip.CRC32;
import org.g2face.jobs.TestImages;

/** Pictures, half of which have something wrong with them. */
final class FaultyImages {
  /** What is wrong, and what must become of it. */
  enum Kind {
    TRUNCATED("quarantined"),
    /** May still be a picture, with other pixels. */
    CORRUPT(null),
    BOMB("quarantined"),
    NO_FACE("quarantined"),
    DETECTOR("quarantined"),
    MODEL("quarantined"),
    INFINITE("quarantined"),
    EMPTY("quarantined"),
    MISLABELLED("quarantined"),
    FOREIGN("ignored"),
    GOOD("published");

    private final String decision;

    Kind(String decision) {
      this.decision = decision;
    }

    /** What must become of it; empty if that cannot be foretold. */
    Optional<String> decision() {
      return Optional.ofNullable(decision);
    }

    /** The kind that a name tells. */
    static Kind of(String name) {
      String word = name.substring(name.lastIndexOf('-') + 1, name.lastIndexOf('.'));
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  private static final int PER_FOLDER = 500;
  private static final int KINDS = 20;
  private static final int CLAIMED_SIDE = 31_623;

  private FaultyImages() {}

  /**
   * Writes files.
   *
   * @param pictures gives JPEG files, a different one for each number
   */
  static void write(Path folder, int count, IntFunction<byte[]> pictures) throws IOException {
    for (int i = 0; i < count; i++) {
      Kind kind = Kind.values()[Math.min(i % KINDS, Kind.GOOD.ordinal())];
      String extension =
          switch (kind) {
            case FOREIGN -> "txt";
            case BOMB, MISLABELLED -> "png";
            default -> "jpg";
          };
      String name =
          "%03d/%05d-%s.%s"
              .formatted(i / PER_FOLDER, i, kind.name().toLowerCase(Locale.ROOT), extension);
      TestImages.write(folder, name, content(kind, pictures.apply(i), i));
    }
    Files.writeString(folder.resolve("last-foreign.txt"), "so that there is an odd one");
  }

  private static byte[] content(Kind kind, byte[] picture, int number) {
    return switch (kind) {
      case TRUNCATED -> TestImages.half(picture);
      case CORRUPT -> {
        byte[] bytes = picture.clone();
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 16, (byte) number);
        yield bytes;
      }
      case BOMB -> bomb();
      case EMPTY -> new byte[0];
      case FOREIGN -> ("words " + number).getBytes(StandardCharsets.UTF_8);
      default -> picture;
    };
  }

  /** A PNG of a few bytes whose header claims 10^9 pixels, with a right checksum. */
  private static byte[] bomb() {
    byte[] png = TestImages.encoded("png", 40, 40, 1);
    ByteBuffer header = ByteBuffer.wrap(png);
    header.putInt(16, CLAIMED_SIDE).putInt(20, CLAIMED_SIDE);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    header.putInt(29, (int) crc.getValue());
    return png;
  }
}
