package org.g2face.jobs.input;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.g2face.jobs.io.HadoopFileSystems;

/**
 * A zip or tar file of the input; WebDataset's shards are tar files.
 *
 * <p>Its files are listed like those of a folder, with where they lie in the archive, so that
 * several tasks can read one archive. An archive that breaks off gives the files before that point,
 * and is itself one more entry that could not be read.
 *
 * @param uri where it is
 * @param id its path below the input folder, which begins the ids of its files
 * @param length bytes
 */
record ArchiveFile(String uri, String id, long length) implements Serializable {
  /**
   * A compressed tar file is read in so many pieces at most, for each piece is reached by unpacking
   * all before it.
   */
  private static final int GZIPPED_PIECES = 16;

  /**
   * How finely the listing is cut.
   *
   * @param images most files in a slice
   * @param bytes of their content
   * @param limits of the archive
   */
  record Cut(int images, long bytes, ArchiveLimits limits) implements Serializable {}

  /**
   * What it holds.
   *
   * @param slices of the listing
   * @param images files with an image's name, and what cannot be read
   * @param ignored other files
   * @param kinds what those are
   */
  record Contents(List<SplitRange> slices, long images, long ignored, FileKinds kinds)
      implements Serializable {}

  /** Whether a file of that name is taken for an archive. */
  static boolean isArchive(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".zip") || lower.endsWith(".tar") || isGzipped(lower);
  }

  private static boolean isGzipped(String lower) {
    return lower.endsWith(".tar.gz") || lower.endsWith(".tgz");
  }

  /**
   * Lists its files.
   *
   * @param listing a file that does not exist yet
   * @throws IOException if the listing cannot be written; what is wrong with the archive is in it
   */
  Contents list(Configuration hadoop, Path listing, Cut cut) throws IOException {
    String lower = id.toLowerCase(Locale.ROOT);
    Cut fit =
        isGzipped(lower)
            ? new Cut(Integer.MAX_VALUE, Math.max(1, length / GZIPPED_PIECES), cut.limits())
            : cut;
    FileSystem store = listing.getFileSystem(hadoop);
    ListingWriter writer = new ListingWriter(store, listing, fit);
    try (writer) {
      list(hadoop, lower, writer, cut.limits().meter(length));
    }
    return new Contents(
        List.copyOf(writer.slices()),
        writer.images() + writer.unreadable(),
        writer.ignored(),
        writer.kinds());
  }

  private void list(
      Configuration hadoop, String lower, ListingWriter writer, ArchiveLimits.Meter meter)
      throws IOException {
    Path path = new Path(URI.create(uri));
    long files = 0;
    String broken = null;
    try (FSDataInputStream file = HadoopFileSystems.of(path, hadoop).open(path);
        TableOfContents contents =
            lower.endsWith(".zip")
                ? new ZipContents(uri, file, length, meter)
                : new TarContents(uri, file, length, isGzipped(lower), meter)) {
      TableOfContents.Item item = contents.next();
      while (item != null) {
        try {
          writer.add(listed(item));
        } catch (IOException e) {
          throw new ListingException(e);
        }
        files++;
        item = contents.next();
      }
    } catch (ListingException e) {
      throw e.cause;
    } catch (IOException | RuntimeException | VirtualMachineError e) {
      broken = e.getClass().getSimpleName() + ": " + e.getMessage();
    }
    if (broken != null) {
      String detail = "the archive breaks off after " + files + " files: " + broken;
      writer.add(new ListedFile(id, uri, length, 0, ListedFile.Kind.UNREADABLE, detail, null));
    }
  }

  /** Keeps a failure of the listing apart from one of the archive. */
  private static final class ListingException extends RuntimeException {
    private final transient IOException cause;

    ListingException(IOException cause) {
      super(cause);
      this.cause = cause;
    }
  }

  private ListedFile listed(TableOfContents.Item item) {
    Member where = item.where();
    ListedFile.Kind kind = ListedFile.Kind.IGNORED;
    if (InputLister.isOfASystem(where.name())) {
      kind = ListedFile.Kind.OF_A_SYSTEM;
    } else if (InputLister.isImage(where.fileName())) {
      kind = item.problem() == null ? ListedFile.Kind.IMAGE : ListedFile.Kind.UNREADABLE;
    }
    String name = where.name().startsWith("./") ? where.name().substring(2) : where.name();
    return new ListedFile(
        id + "/" + name, uri + "#" + name, item.length(), 0, kind, item.problem(), where);
  }
}
