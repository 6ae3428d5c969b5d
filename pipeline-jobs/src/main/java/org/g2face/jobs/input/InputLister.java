package org.g2face.jobs.input;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
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
      Set.of("jpg", "jpeg", "png", "webp", "bmp", "tif", "tiff");

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
    try {
      FileStatus status = fileSystem.getFileStatus(path);
      if (status.isDirectory()) {
        listFolder(fileSystem, PublishedDataset.images(HadoopFileSystems.of(path, hadoop), path));
      } else {
        // A file somebody names is an image, whatever it is called; the decoder will tell.
        add(status, path.getParent(), true);
      }
    } catch (FileNotFoundException e) {
      listGlob(fileSystem, path, input);
    }
  }

  private void listFolder(FileSystem fileSystem, Path folder) throws IOException {
    listFolder(fileSystem, folder, folder);
  }

  /**
   * The same files always come in the same order. Stores list by name; only local disks do not, and
   * are walked folder by folder.
   */
  private void listFolder(FileSystem fileSystem, Path folder, Path base) throws IOException {
    if (StoreKind.of(fileSystem) != StoreKind.LOCAL) {
      RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(folder, true);
      while (files.hasNext()) {
        add(files.next(), base, false);
      }
      return;
    }
    FileStatus[] children = fileSystem.listStatus(folder);
    Arrays.sort(children);
    for (FileStatus child : children) {
      if (child.isDirectory()) {
        listFolder(fileSystem, child.getPath(), base);
      } else {
        add(child, base, false);
      }
    }
  }

  private void listGlob(FileSystem fileSystem, Path glob, String input) throws IOException {
    FileStatus[] found = fileSystem.globStatus(glob);
    if (found == null || found.length == 0) {
      throw new UsageException("the input " + input + " does not exist");
    }
    Path base = baseOf(glob);
    for (FileStatus status : found) {
      if (status.isDirectory()) {
        listFolder(fileSystem, status.getPath(), base);
      } else {
        add(status, base, false);
      }
    }
  }

  /** The deepest folder above the first wildcard. */
  private static Path baseOf(Path glob) {
    Path base = glob;
    for (Path path = glob; path != null; path = path.getParent()) {
      if (path.getName().matches(".*[*?\\[{].*")) {
        base = path.getParent();
      }
    }
    return base;
  }

  private void add(FileStatus status, Path base, boolean named) throws IOException {
    String id = relative(base, status.getPath());
    String uri = status.getPath().toUri().toString();
    String name = status.getPath().getName();
    if (extension(name).equals("parquet")) {
      parquet.add(new ParquetFile(uri, id, status.getLen()));
      digest(status, uri);
    } else if (ArchiveFile.isArchive(name)) {
      archives.add(new ArchiveFile(uri, id, status.getLen()));
      digest(status, uri);
    } else {
      ListedFile.Kind kind =
          named || isImage(name) ? ListedFile.Kind.IMAGE : ListedFile.Kind.IGNORED;
      listing.add(
          new ListedFile(id, uri, status.getLen(), status.getModificationTime(), kind, null, null));
    }
  }

  /** What a container holds follows from its bytes; that they are the same is told by this. */
  private void digest(FileStatus status, String uri) {
    listing.digest(uri + " " + status.getLen() + " " + status.getModificationTime());
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
