package org.g2face.jobs.output;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.io.HadoopFileSystems;
import org.g2face.jobs.output.SplitOutput.DataFile;

/**
 * Moves the files of the attempts that count to where the dataset has them, and checks that they
 * are what was recorded. Every step can be repeated.
 */
public final class OutputPromotion {
  private final FileSystem store;
  private final Configuration hadoop;
  private final Path attempts;
  private final Path packs;
  private final Path data;

  /**
   * @param attempts where attempts have written
   * @param packs the records of finished packs
   * @param data where the files are gathered
   */
  public OutputPromotion(Configuration hadoop, Path attempts, Path packs, Path data)
      throws IOException {
    this.store = HadoopFileSystems.of(data, hadoop);
    this.hadoop = hadoop;
    this.attempts = attempts;
    this.packs = packs;
    this.data = data;
  }

  /**
   * Gathers the files of one pack.
   *
   * @throws JobFailedException if one is not what was recorded; the pack's record is gone then
   */
  public void gather(SplitOutput pack) throws IOException {
    Path attempt = new Path(attempts, pack.attempt());
    for (DataFile file : pack.files()) {
      Path target = new Path(new Path(data, file.folder()), pack.partName());
      move(new Path(attempt, file.attemptName()), target);
      String found = describe(target);
      String expected = describe(file.bytes(), file.rows());
      if (!found.equals(expected)) {
        new SplitRecords(packs, hadoop).forget(pack.pack());
        store.delete(target, false);
        throw new JobFailedException(
            target
                + " should have "
                + expected
                + " but has "
                + found
                + "; run the job again, which does this part anew",
            null);
      }
    }
    moveFiles(new Path(attempt, DatasetFolder.FILES), new Path(data, DatasetFolder.FILES));
  }

  private String describe(Path file) throws IOException {
    if (!store.exists(file)) {
      return "nothing";
    }
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
      return describe(store.getFileStatus(file).getLen(), reader.getRecordCount());
    } catch (RuntimeException e) {
      return "no rows that can be read (" + e.getClass().getSimpleName() + ")";
    }
  }

  private static String describe(long bytes, long rows) {
    return "%d rows in %d bytes".formatted(rows, bytes);
  }

  private void moveFiles(Path from, Path to) throws IOException {
    RemoteIterator<LocatedFileStatus> files;
    try {
      files = store.listFiles(from, true);
    } catch (FileNotFoundException e) {
      return;
    }
    String base = from.toUri().getPath() + "/";
    while (files.hasNext()) {
      Path file = files.next().getPath();
      String name = file.toUri().getPath().substring(base.length());
      move(file, new Path(to, new Path(null, null, name)));
    }
  }

  /** What is at the target already was moved there from the same attempt. */
  private void move(Path from, Path to) throws IOException {
    if (store.exists(to)) {
      return;
    }
    store.mkdirs(to.getParent());
    if (!store.rename(from, to) && !store.exists(to)) {
      throw new IOException("cannot move " + from + " to " + to);
    }
  }
}
