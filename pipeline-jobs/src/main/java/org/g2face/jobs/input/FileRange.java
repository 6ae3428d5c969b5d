package org.g2face.jobs.input;

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
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.g2face.image.Reason;
import org.g2face.jobs.input.SourceEntry.Encoded;
import org.g2face.jobs.input.SourceEntry.Ignored;
import org.g2face.jobs.input.SourceEntry.Unreadable;
import org.g2face.jobs.io.HadoopFileSystems;

/**
 * Files that follow each other in the listing, whether they lie in a folder or in an archive.
 *
 * @param listing URI of the listing
 * @param offset where its first line begins, in bytes
 * @param end where its last line ends, in bytes
 * @param count lines
 * @param bytes of the files together
 */
record FileRange(String listing, long offset, long end, long count, long bytes)
    implements SplitRange {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public SplitRange join(SplitRange next) {
    return next instanceof FileRange after && after.offset == end
        ? new FileRange(listing, offset, after.end, count + after.count, bytes + after.bytes)
        : null;
  }

  @Override
  public Entries open(Configuration hadoop, Limits limits) throws IOException {
    BufferedReader lines = lines(hadoop);
    MemberReader members = new MemberReader(hadoop);
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
          ListedFile file = JSON.readValue(lines.readLine(), ListedFile.class);
          return read(file, hadoop, members, limits);
        } catch (IOException e) {
          throw new UncheckedIOException("cannot read the listing " + listing, e);
        }
      }

      @Override
      public void close() throws IOException {
        members.close();
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
        if (!file.kind().ignored()) {
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

  private static SourceEntry read(
      ListedFile file, Configuration hadoop, MemberReader members, Limits limits) {
    return switch (file.kind()) {
      case IGNORED ->
          ignored(
              file,
              Reasons.NOT_AN_IMAGE_NAME,
              "images are recognised by jpg, jpeg, jpe, jfif, mpo, png, webp, bmp, dib, tif, tiff;"
                  + " Parquet by parquet");
      case OF_A_SYSTEM ->
          ignored(file, Reasons.FILE_OF_A_SYSTEM, "macOS or Windows keeps notes of its own in it");
      case NO_IMAGES ->
          ignored(file, Reasons.NO_IMAGE_COLUMN, "a table without a column of images");
      case LISTED_BEFORE ->
          ignored(file, Reasons.LISTED_BEFORE, "leads to a folder that is read at another place");
      case UNREADABLE -> unreadable(file, Reason.UNREADABLE, file.detail());
      case IMAGE ->
          file.length() > limits.bytes()
              ? unreadable(
                  file,
                  Reason.TOO_LARGE_FILE,
                  file.length() + " bytes; the limit is " + limits.bytes())
              : file.member() == null ? readFile(file, hadoop) : readMember(file, members);
    };
  }

  private static SourceEntry readFile(ListedFile file, Configuration hadoop) {
    Path path = new Path(URI.create(file.path()));
    try (FSDataInputStream stream = HadoopFileSystems.of(path, hadoop).open(path)) {
      byte[] bytes = new byte[Math.toIntExact(file.length())];
      stream.readFully(bytes);
      return new Encoded(file.id(), file.path(), file.id(), bytes);
    } catch (EOFException e) {
      return unreadable(file, Reason.UNREADABLE, "became shorter after it was listed");
    } catch (IOException | RuntimeException | VirtualMachineError e) {
      return unreadable(file, Reason.UNREADABLE, described(e));
    }
  }

  private static SourceEntry readMember(ListedFile file, MemberReader members) {
    try {
      byte[] bytes = members.read(file.member(), file.length());
      return new Encoded(file.id(), file.path(), file.id(), bytes);
    } catch (ZipException e) {
      return unreadable(file, Reason.CORRUPT, String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException | VirtualMachineError e) {
      return unreadable(file, Reason.UNREADABLE, described(e));
    }
  }

  private static Ignored ignored(ListedFile file, String reason, String detail) {
    return new Ignored(file.id(), file.path(), file.length(), reason, detail);
  }

  private static Unreadable unreadable(ListedFile file, Reason reason, String detail) {
    return new Unreadable(file.id(), file.path(), file.length(), reason.code(), detail);
  }

  private static String described(Throwable e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
