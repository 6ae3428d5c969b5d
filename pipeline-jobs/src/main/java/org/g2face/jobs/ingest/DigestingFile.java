package org.g2face.jobs.ingest;

import java.io.IOException;
import java.security.MessageDigest;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.g2face.weights.Sha256;

/** A file for the Parquet writer whose checksum is known as soon as it is closed. */
final class DigestingFile implements OutputFile {
  private final FileSystem store;
  private final Path path;
  private final MessageDigest digest = Sha256.digest();
  private long length;

  DigestingFile(FileSystem store, Path path) {
    this.store = store;
    this.path = path;
  }

  /** Bytes written. */
  long length() {
    return length;
  }

  /** Of everything written, in hexadecimal; to be asked once, after the file was closed. */
  String sha256() {
    return Sha256.hex(digest);
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    return digesting(HadoopStreams.wrap(store.create(path, false)));
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
    return digesting(HadoopStreams.wrap(store.create(path, true)));
  }

  private PositionOutputStream digesting(PositionOutputStream stream) {
    return new PositionOutputStream() {
      @Override
      public long getPos() throws IOException {
        return stream.getPos();
      }

      @Override
      public void write(int value) throws IOException {
        stream.write(value);
        digest.update((byte) value);
        length++;
      }

      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        stream.write(bytes, from, count);
        digest.update(bytes, from, count);
        length += count;
      }

      @Override
      public void flush() throws IOException {
        stream.flush();
      }

      @Override
      public void close() throws IOException {
        stream.close();
      }
    };
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  @Override
  public String getPath() {
    return path.toString();
  }
}
