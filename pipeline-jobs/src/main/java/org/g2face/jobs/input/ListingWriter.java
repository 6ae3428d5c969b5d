package org.g2face.jobs.input;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.g2face.io.Sha256;

/**
 * Streams the names of the input's files to a file of JSON lines and cuts it into slices.
 *
 * <p>Only the slices' positions stay in memory: some ten bytes for each file.
 */
final class ListingWriter implements Closeable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MessageDigest digest = Sha256.digest();
  private final String uri;
  private final OutputStream stream;
  private final int mostImages;
  private final long mostBytes;
  private final List<SplitRange> slices = new ArrayList<>();
  private long position;
  private long sliceStart;
  private long sliceCount;
  private long sliceBytes;
  private long images;
  private long ignored;
  private long unreadable;
  private final FileKinds kinds = new FileKinds();

  ListingWriter(FileSystem fileSystem, Path file, ArchiveFile.Cut cut) throws IOException {
    this.uri = fileSystem.makeQualified(file).toUri().toString();
    this.stream = new BufferedOutputStream(fileSystem.create(file, false), 1 << 16);
    this.mostImages = cut.images();
    this.mostBytes = cut.bytes();
  }

  void add(ListedFile file) throws IOException {
    long weight = file.kind() == ListedFile.Kind.IMAGE ? file.length() : 0;
    if (sliceCount == mostImages || sliceBytes + weight > mostBytes) {
      cut();
    }
    byte[] line = JSON.writeValueAsBytes(file);
    stream.write(line);
    stream.write('\n');
    digest.update(line);
    position += line.length + 1;
    sliceCount++;
    sliceBytes += weight;
    switch (file.kind()) {
      case IMAGE -> images++;
      case IGNORED -> {
        ignored++;
        kinds.add(file.id());
      }
      case OF_A_SYSTEM, NO_IMAGES, LISTED_BEFORE -> ignored++;
      case UNREADABLE -> unreadable++;
    }
  }

  /** Lets the digest depend on something that is not in the listing. */
  void digest(String other) {
    digest.update(other.getBytes(StandardCharsets.UTF_8));
  }

  /** Of everything that was found, in hexadecimal; to be asked once, at the end. */
  String sha256() {
    return Sha256.hex(digest);
  }

  long images() {
    return images;
  }

  long ignored() {
    return ignored;
  }

  /** What the ignored files are, by the ends of their names. */
  FileKinds kinds() {
    return kinds;
  }

  long unreadable() {
    return unreadable;
  }

  /** What was cut so far; all of it once this is closed. */
  List<SplitRange> slices() {
    return slices;
  }

  @Override
  public void close() throws IOException {
    cut();
    stream.close();
  }

  private void cut() {
    if (sliceCount > 0) {
      slices.add(new FileRange(uri, sliceStart, position, sliceCount, sliceBytes));
      sliceStart = position;
      sliceCount = 0;
      sliceBytes = 0;
    }
  }
}
