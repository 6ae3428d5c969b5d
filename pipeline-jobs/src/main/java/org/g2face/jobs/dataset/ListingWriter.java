package org.g2face.jobs.dataset;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Streams the names of the input's files to a file of JSON lines and cuts it into slices.
 *
 * <p>Only the slices' positions stay in memory: some hundred bytes for each task.
 */
final class ListingWriter implements Closeable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String uri;
  private final OutputStream stream;
  private final Packing packing;
  private long position;
  private long sliceStart;
  private long sliceCount;
  private long sliceBytes;
  private long images;
  private long ignored;
  private long unreadable;

  ListingWriter(FileSystem fileSystem, Path file, Packing packing) throws IOException {
    this.uri = fileSystem.makeQualified(file).toUri().toString();
    this.stream = new BufferedOutputStream(fileSystem.create(file, false), 1 << 16);
    this.packing = packing;
  }

  void add(ListedFile file) throws IOException {
    long weight = file.kind() == ListedFile.Kind.IMAGE ? file.length() : 0;
    if (sliceCount > 0 && !packing.hasRoom(sliceCount, sliceBytes, 1, weight)) {
      cut();
    }
    byte[] line = JSON.writeValueAsBytes(file);
    stream.write(line);
    stream.write('\n');
    position += line.length + 1;
    sliceCount++;
    sliceBytes += weight;
    switch (file.kind()) {
      case IMAGE -> images++;
      case IGNORED -> ignored++;
      case UNREADABLE -> unreadable++;
    }
  }

  long images() {
    return images;
  }

  long ignored() {
    return ignored;
  }

  long unreadable() {
    return unreadable;
  }

  @Override
  public void close() throws IOException {
    cut();
    stream.close();
  }

  private void cut() {
    if (sliceCount > 0) {
      packing.add(new FileSlice(uri, sliceStart, sliceCount, sliceBytes));
      sliceStart = position;
      sliceCount = 0;
      sliceBytes = 0;
    }
  }
}
