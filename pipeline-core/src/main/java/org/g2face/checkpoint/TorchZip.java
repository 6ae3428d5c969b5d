package org.g2face.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The form that PyTorch writes since version 1.6: a zip archive with {@code data.pkl} and an
 * uncompressed entry for each storage.
 *
 * <p>The archive's check sums are not looked at: PyTorch can be told not to compute them.
 */
final class TorchZip implements StorageFile {
  private final ZipFile zip;
  private final String root;
  private final ByteOrder byteOrder;

  private TorchZip(ZipFile zip, String root, ByteOrder byteOrder) {
    this.zip = zip;
    this.root = root;
    this.byteOrder = byteOrder;
  }

  static TorchZip open(Path file) throws IOException {
    ZipFile zip = new ZipFile(file.toFile());
    try {
      String root = root(zip);
      return new TorchZip(zip, root, byteOrder(zip, root));
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static String root(ZipFile zip) throws CheckpointException {
    List<String> pickles =
        zip.stream().map(ZipEntry::getName).filter(name -> name.matches("[^/]+/data\\.pkl")).toList();
    if (pickles.size() != 1) {
      throw new CheckpointException(
          "a zip archive with "
              + pickles.size()
              + " entries named */data.pkl where a checkpoint has one");
    }
    return pickles.get(0).substring(0, pickles.get(0).length() - "data.pkl".length());
  }

  private static ByteOrder byteOrder(ZipFile zip, String root) throws IOException {
    ZipEntry entry = zip.getEntry(root + "byteorder");
    if (entry == null) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    try (InputStream in = zip.getInputStream(entry)) {
      String order = new String(in.readNBytes(16), StandardCharsets.US_ASCII);
      return switch (order) {
        case "little" -> ByteOrder.LITTLE_ENDIAN;
        case "big" -> ByteOrder.BIG_ENDIAN;
        default -> throw new CheckpointException("an unknown byte order");
      };
    }
  }

  /** Reads the pickle that describes the tensors. */
  Object read(TorchUnpickler unpickler) throws IOException {
    try (PickleInput in =
        new PickleInput(zip.getInputStream(zip.getEntry(root + "data.pkl")))) {
      return unpickler.read(in);
    }
  }

  @Override
  public ByteOrder byteOrder() {
    return byteOrder;
  }

  @Override
  public InputStream open(Storage storage, long skip) throws IOException {
    ZipEntry entry = zip.getEntry(root + "data/" + storage.key());
    if (entry == null) {
      throw new CheckpointException("the storage " + storage.key() + " is missing");
    }
    // A compressed storage could be made to unpack to any size.
    if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != storage.bytes()) {
      throw new CheckpointException(
          "the storage "
              + storage.key()
              + " is not "
              + storage.bytes()
              + " uncompressed bytes, as its tensors need");
    }
    InputStream in = zip.getInputStream(entry);
    in.skipNBytes(skip);
    return in;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
