package org.g2face.jobs.input;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobPattern;

/**
 * The raw entries of local folders, each of which is told to the lister.
 *
 * <p>Hadoop's own listing leaves out what Java cannot look at by its name: names in another
 * encoding than the locale's, links that lead nowhere.
 */
final class LocalWalk {
  private final InputLister lister;
  private final Path base;
  private final Set<Path> seen = new HashSet<>();

  /** Walked last, so that a folder's files are named by their real place if that is walked, too. */
  private final Deque<Path> links = new ArrayDeque<>();

  /**
   * A walk that has seen nothing.
   *
   * @param base the folder that ids begin below
   */
  LocalWalk(InputLister lister, Path base) {
    this.lister = lister;
    this.base = base;
  }

  /** Lists everything below the base. */
  void all() throws IOException {
    folder(base);
    followLinks();
  }

  /**
   * Lists what a glob matches, and what is below it.
   *
   * @return whether there is anything
   */
  boolean glob(String glob) throws IOException {
    boolean found = false;
    for (String one : GlobExpander.expand(glob)) {
      List<Path> matched = List.of(base.getRoot());
      for (String name : one.split("/")) {
        if (!name.isEmpty()) {
          matched = matching(matched, name);
        }
      }
      found |= !matched.isEmpty();
      for (Path path : matched) {
        entry(path);
      }
    }
    followLinks();
    return found;
  }

  private static List<Path> matching(List<Path> folders, String glob) throws IOException {
    GlobPattern pattern = new GlobPattern(glob);
    List<Path> matched = new ArrayList<>();
    for (Path folder : folders) {
      if (!pattern.hasWildcard()) {
        Path only = folder.resolve(glob.replaceAll("\\\\(.)", "$1"));
        if (Files.exists(only, LinkOption.NOFOLLOW_LINKS)) {
          matched.add(only);
        }
      } else if (Files.isDirectory(folder)) {
        children(folder).stream()
            .filter(child -> pattern.matches(child.getFileName().toString()))
            .forEach(matched::add);
      }
    }
    return matched;
  }

  /** The same files always come in the same order. */
  private static List<Path> children(Path folder) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(children::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(children);
    return children;
  }

  private void followLinks() throws IOException {
    while (!links.isEmpty()) {
      folder(links.remove());
    }
  }

  private void folder(Path folder) throws IOException {
    List<Path> children;
    try {
      Path real = folder.toRealPath();
      if (!folder.equals(base) && lister.leftOut().is(real)) {
        return;
      }
      if (!seen.add(real)) {
        lister.listedBefore(id(folder), uri(folder));
        return;
      }
      children = children(folder);
    } catch (IOException e) {
      if (folder.equals(base)) {
        throw new IOException("the folder " + printable(folder) + " " + why(e), e);
      }
      lister.unreadable(id(folder), uri(folder), "the folder " + why(e));
      return;
    }
    for (Path child : children) {
      entry(child);
    }
  }

  private void entry(Path path) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class);
    } catch (IOException e) {
      lister.unreadable(id(path), uri(path), why(e));
      return;
    }
    if (!attributes.isDirectory()) {
      file(path, id(path), attributes, false);
    } else if (Files.isSymbolicLink(path)) {
      links.add(path);
    } else {
      folder(path);
    }
  }

  /** Lists one file that somebody named. */
  void named(Path file) throws IOException {
    file(file, id(file), Files.readAttributes(file, BasicFileAttributes.class), true);
  }

  private void file(Path path, String id, BasicFileAttributes attributes, boolean named)
      throws IOException {
    String problem = null;
    if (!attributes.isRegularFile()) {
      problem = "is not a regular file but a pipe, a socket or a device";
    } else if (!nameable(path)) {
      problem =
          "its name is not of the encoding of this process's locale; rename it, or set LC_ALL to a"
              + " locale of that encoding, such as C.UTF-8";
    }
    lister.file(
        new InputLister.Found(
            id, uri(path), attributes.size(), attributes.lastModifiedTime().toMillis(), problem),
        named);
  }

  private String id(Path path) {
    if (path.equals(base) || !path.startsWith(base)) {
      return printable(path.getFileName() == null ? path : path.getFileName());
    }
    return StreamSupport.stream(base.relativize(path).spliterator(), false)
        .map(LocalWalk::printable)
        .collect(Collectors.joining("/"));
  }

  private static String uri(Path path) {
    return nameable(path)
        ? new org.apache.hadoop.fs.Path("file", null, path.toString()).toUri().toString()
        : "file:" + raw(path);
  }

  /** The name, or where it is of another encoding, its bytes as percent signs and digits. */
  private static String printable(Path path) {
    if (nameable(path)) {
      return path.toString();
    }
    String raw = raw(path.getFileName());
    return raw.substring(raw.lastIndexOf('/') + 1);
  }

  private static String raw(Path path) {
    String raw = path.toUri().getRawPath();
    return raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
  }

  /** Whether the file can be opened by its name as text, as Hadoop does. */
  private static boolean nameable(Path path) {
    try {
      return Path.of(path.toString()).equals(path);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Without the path, which may have to stay secret. */
  private static String why(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "may not be read by this user";
    }
    return e instanceof NoSuchFileException
        ? "is a link that leads nowhere"
        : "cannot be read: " + e.getClass().getSimpleName();
  }
}
