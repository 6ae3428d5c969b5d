package org.g2face.jobs.input;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.utils.BoundedInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.g2face.jobs.io.HadoopFileSystems;

/**
 * Reads files out of archives, one after the other. The archive read last stays open, and one that
 * is compressed as a whole is unpacked on from where it was.
 */
final class MemberReader implements Closeable {
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final Configuration hadoop;
  private String archive;
  private FSDataInputStream file;
  private GzipCompressorInputStream unpacked;
  private IOException broken;

  MemberReader(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * Reads a file's content.
   *
   * @param length bytes, as the archive says; no more than one more is unpacked
   * @throws ZipException if the content contradicts its archive
   */
  byte[] read(Member member, long length) throws IOException {
    if (length < 0 || length >= LARGEST_ARRAY) {
      throw new ZipException("has " + length + " bytes");
    }
    open(member.archive());
    byte[] bytes =
        switch (member.storage()) {
          case STORED -> stored(member.offset(), (int) length);
          case DEFLATED -> inflated(member, (int) length);
          case GZIPPED -> unpacked(member.offset(), (int) length);
        };
    if (bytes.length < length) {
      throw new EOFException("the archive ends within it");
    }
    if (bytes.length > length) {
      throw new ZipException("unpacks to more bytes than the archive says");
    }
    if (member.crc() >= 0) {
      CRC32 crc = new CRC32();
      crc.update(bytes);
      if (crc.getValue() != member.crc()) {
        throw new ZipException("the checksum is not that of the content");
      }
    }
    return bytes;
  }

  private void open(String uri) throws IOException {
    if (!uri.equals(archive)) {
      close();
      Path path = new Path(URI.create(uri));
      file = HadoopFileSystems.of(path, hadoop).open(path);
      archive = uri;
    }
  }

  private byte[] stored(long offset, int length) throws IOException {
    file.seek(offset);
    return file.readNBytes(length);
  }

  private byte[] inflated(Member member, int length) throws IOException {
    file.seek(member.offset());
    Inflater inflater = new Inflater(true);
    try {
      // Without a zlib header the inflater wants to see one byte more than it needs.
      InputStream packed = new BoundedInputStream(file, member.stored() + 1);
      return new InflaterInputStream(packed, inflater).readNBytes(length + 1);
    } finally {
      inflater.end();
    }
  }

  private byte[] unpacked(long offset, int length) throws IOException {
    if (broken != null) {
      throw broken;
    }
    try {
      if (unpacked == null || unpacked.getBytesRead() > offset) {
        file.seek(0);
        unpacked = new GzipCompressorInputStream(file, true);
      }
      unpacked.skipNBytes(offset - unpacked.getBytesRead());
      return unpacked.readNBytes(length);
    } catch (IOException e) {
      // What comes behind cannot be reached either, and need not be tried from the start.
      broken = e;
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    FSDataInputStream open = file;
    file = null;
    archive = null;
    unpacked = null;
    broken = null;
    if (open != null) {
      open.close();
    }
  }
}
