package org.g2face.jobs.output.version;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.g2face.jobs.output.DatasetFolder;
import org.g2face.jobs.output.StoreKind;

/**
 * Lays the folders of a committed version open in place of the one before.
 *
 * <p>Every step can be repeated: after a crash the next job, which holds the lock, goes on. Readers
 * that know versions meanwhile find each folder wherever it is, or are told to wait where files are
 * moved one by one.
 *
 * @param store where the output is
 * @param folders whether a folder can be renamed at once; otherwise its files are moved one by one
 */
record VersionPublisher(FileSystem store, OutputPaths places, boolean folders) {
  VersionPublisher(FileSystem store, OutputPaths places) {
    this(store, places, StoreKind.of(store).renamesFolders());
  }

  /** Does what is left to do. */
  void of(CommittedVersion version) throws IOException {
    Path marker = version.opened(places);
    if (store.exists(marker)) {
      store.delete(places.replaced(), true);
      return;
    }
    Path gathered = version.gathered(places);
    store.mkdirs(places.replaced());
    List<String> present = version.folders();
    for (String name : DatasetFolder.DATA) {
      Path open = new Path(places.output(), name);
      Path next = new Path(gathered, name);
      if (!present.contains(name)) {
        remove(open, name);
      } else if (folders) {
        swap(next, open, name);
      } else {
        move(next, open, name);
      }
    }
    write(
        new Path(places.output(), DatasetFolder.MANIFEST),
        version.manifest().toPrettyString() + "\n");
    // What was replaced goes last: until the marker is there, it tells how far this has come.
    store.delete(gathered.getParent(), true);
    write(marker, "");
    store.delete(places.replaced(), true);
  }

  private void remove(Path open, String name) throws IOException {
    if (store.exists(open)) {
      if (folders) {
        rename(open, aside(name));
      } else {
        store.delete(open, true);
      }
    }
  }

  /** If the next folder is gone, it was renamed already. */
  private void swap(Path next, Path open, String name) throws IOException {
    if (store.exists(next)) {
      remove(open, name);
      rename(next, open);
    }
  }

  /** The mark tells that what lies open belongs to the new version, as far as it is there. */
  private void move(Path next, Path open, String name) throws IOException {
    Path cleared = new Path(places.replaced(), "cleared-" + name);
    if (!store.exists(cleared)) {
      store.delete(open, true);
      write(cleared, "");
    }
    RemoteIterator<LocatedFileStatus> files;
    try {
      files = store.listFiles(next, true);
    } catch (FileNotFoundException e) {
      return;
    }
    String base = next.toUri().getPath() + "/";
    while (files.hasNext()) {
      Path file = files.next().getPath();
      Path target = new Path(open, new Path(null, null, relative(base, file)));
      store.mkdirs(target.getParent());
      store.delete(target, false);
      rename(file, target);
    }
  }

  private static String relative(String base, Path file) {
    return file.toUri().getPath().substring(base.length());
  }

  /** Two crashes may have put two folders aside. */
  private Path aside(String name) throws IOException {
    Path path = new Path(places.replaced(), name);
    store.delete(path, true);
    return path;
  }

  private void write(Path path, String text) throws IOException {
    try (OutputStream stream = store.create(path, true)) {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (!store.rename(from, to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
  }
}
