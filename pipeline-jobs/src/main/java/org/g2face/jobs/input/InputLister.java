package org.g2face.jobs.input;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.security.AccessControlException;
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

  /** Files that hold many images, or none, and that nobody means as one image. */
  private static final Map<String, String> OTHER_CONTAINERS =
      Map.ofEntries(
          Map.entry("tfrecord", "a TFRecord file"),
          Map.entry("tfrecords", "a TFRecord file"),
          Map.entry("lmdb", "an LMDB file"),
          Map.entry("mdb", "an LMDB file"),
          Map.entry("h5", "an HDF5 file"),
          Map.entry("hdf5", "an HDF5 file"),
          Map.entry("npy", "a NumPy file"),
          Map.entry("npz", "a NumPy file"),
          Map.entry("arrow", "an Arrow file"),
          Map.entry("feather", "an Arrow file"),
          Map.entry("rec", "an MXNet RecordIO file"),
          Map.entry("rar", "a RAR archive"),
          Map.entry("7z", "a 7z archive"),
          Map.entry("bz2", "compressed with bzip2"),
          Map.entry("xz", "compressed with xz"),
          Map.entry("zst", "compressed with zstd"),
          Map.entry("csv", "a CSV file"),
          Map.entry("json", "a JSON file"),
          Map.entry("jsonl", "a JSON file"));

  private final Configuration hadoop;
  private final ListingWriter listing;
  private final ArchiveLimits limits;
  private final LeftOut leftOut;
  private final List<ParquetFile> parquet = new ArrayList<>();
  private final List<ArchiveFile> archives = new ArrayList<>();

  /**
   * @param limits of archives and Parquet files
   * @param outputs folders that the job writes, which are no part of its input
   */
  InputLister(
      Configuration hadoop, ListingWriter listing, ArchiveLimits limits, List<String> outputs) {
    this.hadoop = hadoop;
    this.listing = listing;
    this.limits = limits;
    this.leftOut = new LeftOut(hadoop, outputs);
  }

  /** The job's own outputs. */
  LeftOut leftOut() {
    return leftOut;
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
    if (StoreKind.of(fileSystem).renamesFolders()) {
      walk(fileSystem, folder, base);
      return;
    }
    // Object stores have no folders, and tell all names at once.
    RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(folder, true);
    while (files.hasNext()) {
      FileStatus file = files.next();
      if (!leftOut.contains(file.getPath())) {
        add(file, base, false);
      }
    }
  }

  /** Folder by folder, so that one that may not be read is told, and the others are read. */
  private void walk(FileSystem fileSystem, Path folder, Path base) throws IOException {
    FileStatus[] children;
    try {
      children = fileSystem.listStatus(folder);
    } catch (IOException e) {
      if (folder.equals(base)) {
        throw e;
      }
      String why = e instanceof AccessControlException ? "may not be read" : "cannot be read";
      unreadable(
          relative(base, folder),
          folder.toUri().toString(),
          "the folder " + why + ": " + e.getClass().getSimpleName());
      return;
    }
    for (FileStatus child : children) {
      if (leftOut.contains(child.getPath())) {
        continue;
      }
      if (child.isDirectory()) {
        walk(fileSystem, child.getPath(), base);
      } else {
        add(child, base, false);
      }
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
      if (leftOut.contains(status.getPath())) {
        continue;
      }
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
    String other = OTHER_CONTAINERS.get(extension(name));
    if (named && other != null) {
      throw new UsageException(
          "the input %s is %s, which g2face does not read; give it images, Parquet, zip or tar files"
              .formatted(file.uri(), other));
    }
    if (!named && isOfASystem(file.id())) {
      listing.add(file.listed(ListedFile.Kind.OF_A_SYSTEM, null));
    } else if (file.problem() != null && (named || container || isImage(name))) {
      listing.add(file.listed(ListedFile.Kind.UNREADABLE, file.problem()));
    } else if (extension(name).equals("parquet")) {
      parquet.add(new ParquetFile(file.uri(), file.id(), file.length(), named, limits));
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
