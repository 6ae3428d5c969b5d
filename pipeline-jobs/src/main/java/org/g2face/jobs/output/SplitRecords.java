package org.g2face.jobs.output;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.g2face.jobs.io.HadoopFileSystems;

/**
 * The records of the packs that are finished, and by which attempt: a small file for each.
 *
 * <p>The file is created by the first attempt that has closed everything, and never again, so that
 * repeated and speculative attempts, and a later run that goes on, all give the same answer.
 */
public final class SplitRecords {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileSystem store;
  private final Path folder;

  /** The records in a folder, which exists. */
  public SplitRecords(Path folder, Configuration hadoop) throws IOException {
    this.store = HadoopFileSystems.of(folder, hadoop);
    this.folder = folder;
  }

  /** How many packs are finished; 0 when the folder is gone, because everything is committed. */
  public int count() throws IOException {
    if (!store.exists(folder)) {
      return 0;
    }
    int count = 0;
    for (var file : store.listStatus(folder)) {
      count += file.getPath().getName().endsWith(".json") ? 1 : 0;
    }
    return count;
  }

  /** What an earlier attempt has made of a pack, if one has finished. */
  public Optional<SplitOutput> find(int pack) throws IOException {
    Path file = file(pack);
    if (!store.exists(file)) {
      return Optional.empty();
    }
    try (InputStream stream = store.open(file)) {
      return Optional.of(JSON.readValue(stream, SplitOutput.class));
    }
  }

  /** Records an attempt, unless another was first; returns the one that counts. */
  public SplitOutput record(SplitOutput output) throws IOException {
    Path file = file(output.pack());
    return ExclusiveFile.create(store, file, JSON.writeValueAsBytes(output))
        ? output
        : find(output.pack()).orElseThrow(() -> new IOException(file + " has disappeared"));
  }

  /** Forgets a pack, so that it is done again. */
  void forget(int pack) throws IOException {
    store.delete(file(pack), false);
  }

  private Path file(int pack) {
    return new Path(folder, "%06d.json".formatted(pack));
  }
}
