package org.g2face.jobs.dataset;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.g2face.image.Reason;
import org.g2face.jobs.dataset.SourceEntry.Encoded;
import org.g2face.jobs.dataset.SourceEntry.Ignored;
import org.g2face.jobs.dataset.SourceEntry.Unreadable;

/**
 * Files that follow each other in the listing.
 *
 * @param listing URI of the listing
 * @param offset where its first line begins, in bytes
 * @param end where its last line ends, in bytes
 * @param count lines
 * @param bytes of the files together
 */
record FileSlice(String listing, long offset, long end, long count, long bytes)
    implements Slice {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public Slice join(Slice next) {
    return next instanceof FileSlice after && after.offset == end
        ? new FileSlice(listing, offset, after.end, count + after.count, bytes + after.bytes)
        : null;
  }

  @Override
  public Entries open(Configuration hadoop, Limits limits) throws IOException {
    BufferedReader lines = lines(hadoop);
    return new Entries() {
      private long left = count;

      @Override
      public boolean hasNext() {
        return left > 0;
      }

      @Override
      public SourceEntry next() {
        if (left-- <= 0) {
          throw new NoSuchElementException();
        }
        try {
          return read(JSON.readValue(lines.readLine(), ListedFile.class), hadoop, limits);
        } catch (IOException e) {
          throw new UncheckedIOException("cannot read the listing " + listing, e);
        }
      }

      @Override
      public void close() throws IOException {
        lines.close();
      }
    };
  }

  @Override
  public List<String> ids(Configuration hadoop) throws IOException {
    List<String> ids = new ArrayList<>();
    try (BufferedReader lines = lines(hadoop)) {
      for (long line = 0; line < count; line++) {
        ListedFile file = JSON.readValue(lines.readLine(), ListedFile.class);
        if (file.kind() != ListedFile.Kind.IGNORED) {
          ids.add(file.id());
        }
      }
    }
    return ids;
  }

  private BufferedReader lines(Configuration hadoop) throws IOException {
    Path path = new Path(URI.create(listing));
    FSDataInputStream stream = path.getFileSystem(hadoop).open(path);
    stream.seek(offset);
    return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  private static SourceEntry read(ListedFile file, Configuration hadoop, Limits limits) {
    return switch (file.kind()) {
      case IGNORED -> new Ignored(file.id(), file.path(), file.length());
      case UNREADABLE ->
          new Unreadable(
              file.id(), file.path(), file.length(), Reason.UNREADABLE.code(), file.detail());
      case IMAGE -> readImage(file, hadoop, limits);
    };
  }

  private static SourceEntry readImage(ListedFile file, Configuration hadoop, Limits limits) {
    if (file.length() > limits.bytes()) {
      return new Unreadable(
          file.id(),
          file.path(),
          file.length(),
          Reason.TOO_LARGE_FILE.code(),
          file.length() + " bytes; the limit is " + limits.bytes());
    }
    Path path = new Path(URI.create(file.path()));
    try (FSDataInputStream stream = path.getFileSystem(hadoop).open(path)) {
      byte[] bytes = new byte[Math.toIntExact(file.length())];
      stream.readFully(bytes);
      return new Encoded(file.id(), file.path(), file.id(), bytes);
    } catch (EOFException e) {
      return new Unreadable(
          file.id(),
          file.path(),
          file.length(),
          Reason.UNREADABLE.code(),
          "became shorter after it was listed");
    } catch (IOException e) {
      return new Unreadable(
          file.id(),
          file.path(),
          file.length(),
          Reason.UNREADABLE.code(),
          e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }
}
