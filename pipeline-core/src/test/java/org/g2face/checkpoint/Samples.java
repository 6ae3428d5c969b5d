package org.g2face.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Checkpoints for tests: small ones that PyTorch wrote, and ones put together byte by byte. */
final class Samples {
  private Samples() {}

  /** A file that PyTorch wrote. */
  static Path path(String name) {
    try {
      return Path.of(Samples.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Pickle opcodes, one byte for each character. */
  static byte[] pickle(String opcodes) {
    return opcodes.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** An archive as torch.save writes it, with this pickle and one storage of 16 bytes. */
  static Path zip(Path file, byte[] pickle) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      store(zip, "archive/data.pkl", pickle);
      store(zip, "archive/data/0", new byte[16]);
    }
    return file;
  }

  static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  /** The opcodes of a tensor in the archive's storage; all sizes below 256. */
  static String tensor(int count, int offset, int[] shape, int[] strides) {
    return "ctorch._utils\n_rebuild_tensor_v2\n(("
        + text("storage")
        + "ctorch\nFloatStorage\n"
        + text("0")
        + text("cpu")
        + number(count)
        + "tQ"
        + number(offset)
        + tuple(shape)
        + tuple(strides)
        + "\u0089ccollections\nOrderedDict\n)RtR";
  }

  static String text(String value) {
    return "X" + (char) value.length() + "\0\0\0" + value;
  }

  private static String tuple(int[] values) {
    StringBuilder tuple = new StringBuilder("(");
    for (int value : values) {
      tuple.append(number(value));
    }
    return tuple + "t";
  }

  private static String number(int value) {
    return "J"
        + (char) (value & 255)
        + (char) (value >> 8 & 255)
        + (char) (value >> 16 & 255)
        + (char) (value >>> 24);
  }
}
