package org.g2face.jobs.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Files that exactly one writer can create, and that nobody sees before they are complete.
 *
 * <p>Everything that is decided once is decided by such a file: who holds an output, which attempt
 * at a pack counts, which version is current.
 */
public final class ExclusiveFile {
  private ExclusiveFile() {}

  /**
   * Creates a file.
   *
   * @return false if it exists
   */
  public static boolean create(FileSystem store, Path path, byte[] content) throws IOException {
    return switch (StoreKind.of(store)) {
      case LOCAL -> link(path, content);
      case RENAMING -> rename(store, path, content);
      case OBJECTS -> put(store, path, content);
    };
  }

  /** A hard link fails if its name is taken; Hadoop's local file system looks, and then writes. */
  private static boolean link(Path path, byte[] content) throws IOException {
    java.nio.file.Path file = java.nio.file.Path.of(path.toUri().getPath());
    java.nio.file.Path written = file.resolveSibling(temporary(path).getName());
    Files.write(written, content, StandardOpenOption.CREATE_NEW);
    try {
      Files.createLink(file, written);
      return true;
    } catch (java.nio.file.FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(written);
    }
  }

  /** These stores do not rename over a file. */
  private static boolean rename(FileSystem store, Path path, byte[] content) throws IOException {
    Path written = temporary(path);
    write(store, written, content);
    boolean created = false;
    try {
      created = store.rename(written, path);
    } catch (FileAlreadyExistsException e) {
      // Some say so, others return false.
    }
    if (!created) {
      store.delete(written, false);
      if (!store.exists(path)) {
        throw new IOException("cannot create " + path);
      }
    }
    return created;
  }

  /** An object appears when its stream is closed; whether twice depends on the store. */
  private static boolean put(FileSystem store, Path path, byte[] content) throws IOException {
    try {
      write(store, path, content);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      if (store.exists(path)) {
        return false;
      }
      throw e;
    }
  }

  private static void write(FileSystem store, Path path, byte[] content) throws IOException {
    try (OutputStream stream = store.create(path, false)) {
      stream.write(content);
    }
  }

  private static Path temporary(Path path) {
    return new Path(path.getParent(), "." + path.getName() + "-" + UUID.randomUUID());
  }
}
