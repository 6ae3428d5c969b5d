package org.g2face.jobs.input;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.io.HadoopFileSystems;
import org.g2face.jobs.output.StoreKind;
import org.g2face.jobs.output.version.PublishedDataset;

/**
 * Walks files, folders and globs, and sorts what it finds by name: images and others go to the
 * listing, Parquet files and archives are collected.
 *
 * <p>Spark's own file readers would skip names that begin with an underscore or a dot without a
 * word; cameras write such names.
 */
final class InputLister {
  private static final Set<String> IMAGES =
      Set.of("jpg", "jpeg", "jpe", "jfif", "mpo", "png", "webp", "bmp", "dib", "tif", "tiff");

  private final Configuration hadoop;
  private final ListingWriter listing;
  private final List<ParquetFile> parquet = new ArrayList<>();
  private final List<ArchiveFile> archives = new ArrayList<>();

  InputLister(Configuration hadoop, ListingWriter listing) {
    this.hadoop = hadoop;
    this.listing = listing;
  }

  /** The Parquet files found so far. */
  List<ParquetFile> parquet() {
    return List.copyOf(parquet);
  }

  /** The archives found so far. */
  List<ArchiveFile> archives() {
    return List.copyOf(archives);
  }

  /** Whether a file of that name is taken for an image. */
  static boolean isImage(String name) {
    return IMAGES.contains(extension(name));
  }

  /**
   * Lists one input.
   *
   * @param input the URI of a file or folder, or a glob where no file has that very name
   * @throws UsageException if there is no such thing
   */
  void list(String input) throws IOException {
    Path path;
    FileSystem fileSystem;
    try {
      path = new Path(input);
      fileSystem = path.getFileSystem(hadoop);
    } catch (IllegalArgumentException | IOException e) {
      throw new UsageException("cannot open the input " + input + ": " + e.getMessage(), e);
    }
    path = fileSystem.makeQualified(path);
    boolean local = StoreKind.of(fileSystem) == StoreKind.LOCAL;
    FileStatus status;
    try {
      status = fileSystem.getFileStatus(path);
    } catch (FileNotFoundException e) {
      if (!(local ? listLocalGlob(path) : listGlob(fileSystem, path))) {
        throw new UsageException("the input " + input + " does not exist", e);
      }
      return;
    }
    if (status.isDirectory()) {
      Path folder = PublishedDataset.images(HadoopFileSystems.of(path, hadoop), path);
      if (local) {
        new LocalWalk(this, local(folder)).all();
      } else {
        listFolder(fileSystem, folder, folder);
      }
    } else if (local) {
      // A file somebody names is an image, whatever it is called; the decoder will tell.
      new LocalWalk(this, local(path.getParent())).named(local(path));
    } else {
      add(status, path.getParent(), true);
    }
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }

  /** Stores list by name, so that the same files always come in the same order. */
  private void listFolder(FileSystem fileSystem, Path folder, Path base) throws IOException {
    RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(folder, true);
    while (files.hasNext()) {
      add(files.next(), base, false);
    }
  }

  private boolean listLocalGlob(Path glob) throws IOException {
    Path base = baseOf(glob);
    return new LocalWalk(this, local(base)).glob(glob.toUri().getPath());
  }

  private boolean listGlob(FileSystem fileSystem, Path glob) throws IOException {
    FileStatus[] found = fileSystem.globStatus(glob);
    if (found == null || found.length == 0) {
      return false;
    }
    Path base = baseOf(glob);
    for (FileStatus status : found) {
      if (status.isDirectory()) {
        listFolder(fileSystem, status.getPath(), base);
      } else {
        add(status, base, false);
      }
    }
    return true;
  }

  /** The deepest folder above the first wildcard. */
  private static Path baseOf(Path glob) {
    Path base = glob;
    for (Path path = glob; path != null; path = path.getParent()) {
      if (path.getName().matches("(?s).*[*?\\[{].*")) {
        base = path.getParent();
      }
    }
    return base;
  }

  private void add(FileStatus status, Path base, boolean named) throws IOException {
    Path path = status.getPath();
    file(
        new Found(
            relative(base, path),
            path.toUri().toString(),
            status.getLen(),
            status.getModificationTime(),
            null),
        named);
  }

  /**
   * A file that a store has.
   *
   * @param problem why it cannot be read, or null
   */
  record Found(String id, String uri, long length, long modified, String problem) {
    String name() {
      return id.substring(id.lastIndexOf('/') + 1);
    }

    ListedFile listed(ListedFile.Kind kind, String detail) {
      return new ListedFile(id, uri, length, modified, kind, detail, null);
    }
  }

  /** Takes a file for what its name says. */
  void file(Found file, boolean named) throws IOException {
    String name = file.name();
    boolean container = extension(name).equals("parquet") || ArchiveFile.isArchive(name);
    if (!named && isOfASystem(file.id())) {
      listing.add(file.listed(ListedFile.Kind.OF_A_SYSTEM, null));
    } else if (file.problem() != null && (named || container || isImage(name))) {
      listing.add(file.listed(ListedFile.Kind.UNREADABLE, file.problem()));
    } else if (extension(name).equals("parquet")) {
      parquet.add(new ParquetFile(file.uri(), file.id(), file.length()));
      digest(file);
    } else if (container) {
      archives.add(new ArchiveFile(file.uri(), file.id(), file.length()));
      digest(file);
    } else {
      boolean image = named || isImage(name);
      listing.add(file.listed(image ? ListedFile.Kind.IMAGE : ListedFile.Kind.IGNORED, null));
    }
  }

  /** Lists something of which is not even known whether it is a file. */
  void unreadable(String id, String uri, String detail) throws IOException {
    listing.add(new ListedFile(id, uri, -1, 0, ListedFile.Kind.UNREADABLE, detail, null));
  }

  /** Lists a link to a folder whose files are listed already. */
  void listedBefore(String id, String uri) throws IOException {
    listing.add(new ListedFile(id, uri, -1, 0, ListedFile.Kind.LISTED_BEFORE, null, null));
  }

  /** What a container holds follows from its bytes; that they are the same is told by this. */
  private void digest(Found file) {
    listing.digest(file.uri() + " " + file.length() + " " + file.modified());
  }

  /** Whether a file is one that macOS or Windows leaves beside those of people. */
  static boolean isOfASystem(String id) {
    String name = id.substring(id.lastIndexOf('/') + 1);
    return name.startsWith("._")
        || name.equals(".DS_Store")
        || name.equalsIgnoreCase("thumbs.db")
        || ("/" + id).contains("/__MACOSX/");
  }

  private static String relative(Path base, Path file) {
    String prefix = base.toUri().getPath();
    String path = file.toUri().getPath();
    if (!prefix.endsWith("/")) {
      prefix += "/";
    }
    return path.startsWith(prefix) ? path.substring(prefix.length()) : file.getName();
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
