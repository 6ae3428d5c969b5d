package org.g2face.jobs.anonymize;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** Local disks on which attempts now and then find no space left. */
public final class FullDisk extends LocalFileSystem {
  /** Key of the share of files that cannot be completed. */
  static final String SHARE = "g2face.test.full-disk-share";

  private static final int MOST_BYTES = 30_000;

  /** Made by Hadoop. */
  public FullDisk() {
    super(new Raw());
  }

  private static final class Raw extends RawLocalFileSystem {
    @Override
    public FSDataOutputStream create(
        Path path,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      return limit(
          path, super.create(path, overwrite, bufferSize, replication, blockSize, progress));
    }

    @Override
    public FSDataOutputStream create(
        Path path,
        FsPermission permission,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      return limit(
          path,
          super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress));
    }

    private FSDataOutputStream limit(Path path, FSDataOutputStream stream) throws IOException {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      boolean full =
          path.toString().contains("/attempts/")
              && random.nextDouble() < getConf().getDouble(SHARE, 0);
      return full
          ? new FSDataOutputStream(new Limited(stream, random.nextInt(MOST_BYTES)), null)
          : stream;
    }
  }

  /** Takes some bytes only. */
  private static final class Limited extends OutputStream {
    private final OutputStream stream;
    private int left;

    Limited(OutputStream stream, int left) {
      this.stream = stream;
      this.left = left;
    }

    @Override
    public void write(int value) throws IOException {
      if (left-- <= 0) {
        throw new IOException("No space left on device");
      }
      stream.write(value);
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
