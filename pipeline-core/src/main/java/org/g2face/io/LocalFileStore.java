package org.g2face.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A folder of this machine. */
public record LocalFileStore(Path path) implements FileStore {

  @Override
  public boolean has(String name) {
    return Files.isRegularFile(file(name));
  }

  @Override
  public OpenFile open(String name) throws IOException {
    Path file = file(name);
    return new OpenFile(file.toString(), Files.newInputStream(file), Files.size(file));
  }

  @Override
  public OutputStream create(String name) throws IOException {
    Files.createDirectories(path);
    return new BufferedOutputStream(Files.newOutputStream(file(name)));
  }

  @Override
  public void replace(String name, byte[] content) throws IOException {
    Files.createDirectories(path);
    Path written = path.resolve("." + name + "." + UUID.randomUUID());
    try {
      Files.write(written, content, StandardOpenOption.CREATE_NEW);
      Files.move(
          written, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  /** A name from a file must not lead out of the folder. */
  private Path file(String name) {
    Path file = path.resolve(name);
    if (!path.equals(file.getParent()) || !file.equals(file.normalize())) {
      throw new IllegalArgumentException("'" + name + "' is not a plain file name");
    }
    return file;
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
