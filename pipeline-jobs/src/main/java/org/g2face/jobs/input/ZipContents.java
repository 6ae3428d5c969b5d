package org.g2face.jobs.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.Enumeration;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import org.apache.hadoop.fs.FSDataInputStream;

/** The central directory of a zip file, which is held in memory as long as it is read. */
final class ZipContents implements TableOfContents {
  /** Enough for half a million files, which take about 300 MB of memory. */
  private static final long MOST_BYTES = 128L << 20;

  private final String uri;
  private final ZipFile zip;
  private final Enumeration<ZipArchiveEntry> entries;
  private final ArchiveLimits.Meter meter;
  private long taken;

  /**
   * @param length bytes of the archive
   * @param meter counts what it unpacks to
   */
  ZipContents(String uri, FSDataInputStream file, long length, ArchiveLimits.Meter meter)
      throws IOException {
    this.uri = uri;
    this.meter = meter;
    // The headers before each file are looked at one by one: a broken one is that file's problem.
    this.zip = new ZipFile(new SeekableFile(file, length, MOST_BYTES), uri, "UTF-8", true, true);
    this.entries = zip.getEntriesInPhysicalOrder();
  }

  @Override
  public Item next() throws IOException {
    while (entries.hasMoreElements()) {
      ZipArchiveEntry entry = entries.nextElement();
      if (!entry.isDirectory()) {
        meter.entry();
        return item(entry);
      }
    }
    return null;
  }

  private Item item(ZipArchiveEntry entry) {
    String problem = entry.isUnixSymlink() ? "is a link, not a file" : null;
    Member.Storage storage = Member.Storage.STORED;
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      problem = "is encrypted";
    } else if (entry.getMethod() == ZipMethod.DEFLATED.getCode()) {
      storage = Member.Storage.DEFLATED;
    } else if (entry.getMethod() != ZipMethod.STORED.getCode()) {
      problem = "is compressed with method " + entry.getMethod() + ", which is not read";
    }
    if (problem == null) {
      problem = locate(entry);
    }
    if (problem == null) {
      problem = claimed(entry, storage);
    }
    Member where =
        new Member(
            uri,
            entry.getName(),
            entry.getDataOffset(),
            entry.getCompressedSize(),
            storage,
            entry.getCrc());
    return new Item(where, entry.getSize(), problem);
  }

  /** Each byte of the archive is content of one file, and unpacked once. */
  private String claimed(ZipArchiveEntry entry, Member.Storage storage) {
    if (entry.getDataOffset() < taken) {
      return "lies upon another file";
    }
    taken = Math.max(taken, entry.getDataOffset() + Math.max(0, entry.getCompressedSize()));
    boolean fits = storage == Member.Storage.STORED || meter.fits(entry.getSize());
    return fits ? null : "is beyond what the archive may hold: it " + meter.problem();
  }

  /** Opening a file is what finds its offset. */
  private String locate(ZipArchiveEntry entry) {
    try (InputStream found = zip.getInputStream(entry)) {
      return null;
    } catch (IOException | RuntimeException e) {
      return "is not where the archive says: " + e.getMessage();
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
