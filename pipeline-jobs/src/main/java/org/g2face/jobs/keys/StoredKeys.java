package org.g2face.jobs.keys;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.security.SecureRandom;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.io.HadoopFileSystems;
import org.g2face.keys.KeyFile;
import org.g2face.keys.KeySetException;

/** A key file on any store that Hadoop opens. */
public final class StoredKeys {
  private static final FsPermission OWNER_ONLY = new FsPermission((short) 0600);
  private static final int BUFFER = 1 << 16;

  private final FileSystem store;
  private final Path path;
  private final Configuration hadoop;

  private StoredKeys(FileSystem store, Path path, Configuration hadoop) {
    this.store = store;
    this.path = path;
    this.hadoop = hadoop;
  }

  /**
   * Finds the store; whether there is a file is not looked at.
   *
   * @throws UsageException if there is no such store
   */
  public static StoredKeys at(String uri, Configuration hadoop) {
    try {
      Path path = new Path(uri);
      FileSystem store = HadoopFileSystems.of(path, hadoop);
      return new StoredKeys(store, store.makeQualified(path), hadoop);
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException("cannot open the key file " + uri + ": " + e.getMessage(), e);
    }
  }

  /** The file's name without what follows its last dot. */
  public String stem() {
    String name = path.getName();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /**
   * Reads the file; opens nothing.
   *
   * @throws UsageException if there is no such file
   * @throws KeySetException if it is no key file
   */
  public KeyFile read() throws IOException {
    try (InputStream stream = store.open(path)) {
      return KeyFile.parse(stream.readNBytes(KeyFile.LONGEST + 1));
    } catch (FileNotFoundException e) {
      throw new UsageException(
          "there are no keys at " + path + "; g2face keys create makes some", e);
    } catch (KeySetException e) {
      throw new KeySetException(path + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes a new file, which only its owner can read where the store knows owners.
   *
   * @throws UsageException if there is a file already; keys are never overwritten
   */
  public void create(KeyFile file) throws IOException {
    byte[] bytes = file.toBytes();
    try {
      write(path, bytes);
    } catch (FileAlreadyExistsException e) {
      throw inTheWay();
    }
  }

  /** Whether there is a file. */
  public boolean exists() throws IOException {
    return store.exists(path);
  }

  /** What to tell a person who wants to create a file where there is one. */
  public UsageException inTheWay() {
    return new UsageException(
        path
            + " exists; keys are never overwritten, for what they encrypted would be lost."
            + " Name another file, or rotate these keys");
  }

  /** Replaces the file by another one, at once or not at all. */
  public void replace(KeyFile file) throws IOException {
    Path fresh = new Path(path.getParent(), "." + path.getName() + "." + UUID.randomUUID());
    write(fresh, file.toBytes());
    try {
      FileContext.getFileContext(path.toUri(), hadoop)
          .rename(fresh, path, Options.Rename.OVERWRITE);
    } catch (IOException e) {
      store.delete(fresh, false);
      throw e;
    }
  }

  private void write(Path where, byte[] bytes) throws IOException {
    try (OutputStream stream =
        store.create(
            where,
            OWNER_ONLY,
            false,
            BUFFER,
            store.getDefaultReplication(where),
            store.getDefaultBlockSize(where),
            null)) {
      stream.write(bytes);
    }
  }

  /**
   * Destroys the file: on a local disk it is overwritten with random bytes first.
   *
   * @return what this cannot promise, a sentence for a person
   */
  public String shred() throws IOException {
    boolean local = store instanceof RawLocalFileSystem;
    if (local) {
      overwrite();
    }
    if (!store.delete(path, false)) {
      throw new IOException("cannot delete " + path);
    }
    return local
        ? "overwritten and deleted. A file system that copies on write, a solid-state disk, a"
            + " snapshot or a backup may still hold the encrypted file."
        : "deleted. "
            + store.getUri().getScheme()
            + " cannot overwrite in place: older versions, snapshots, replicas and backups may"
            + " still hold the encrypted file; delete them, too.";
  }

  private void overwrite() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toUri().getPath(), "rws")) {
      byte[] noise = new byte[Math.toIntExact(file.length())];
      new SecureRandom().nextBytes(noise);
      file.write(noise);
      file.getFD().sync();
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
