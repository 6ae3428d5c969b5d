package org.g2face.jobs.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.io.HadoopFileSystems;
import org.g2face.jobs.output.SplitOutput.DataFile;

/**
 * The guard that every input is accounted for, checked over all packs before anything of them is
 * committed.
 */
public final class Totals {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Totals() {}

  /**
   * Makes sure that every input is published, quarantined or ignored, and audited, once.
   *
   * @throws JobFailedException with the numbers that do not agree
   */
  public static void check(Counts counts, List<SplitOutput> packs) {
    long audited = rows(packs, DatasetFolder.AUDIT);
    long images = rows(packs, DatasetFolder.IMAGES);
    long others = rows(packs, DatasetFolder.QUARANTINE);
    if (!counts.addUp()
        || audited != counts.inputs()
        || images != counts.published()
        || others != counts.quarantined() + counts.ignored()) {
      throw new JobFailedException(
          "images were lost or came twice: %s, but %d rows in images, %d in quarantine, %d in audit"
              .formatted(counts, images, others, audited),
          null);
    }
  }

  /**
   * Makes sure that there are as many files as published images.
   *
   * @param data where everything was gathered
   */
  public static void checkFiles(Path data, Counts counts, Configuration hadoop) throws IOException {
    var store = HadoopFileSystems.of(data, hadoop);
    Path files = new Path(data, DatasetFolder.FILES);
    long found = store.exists(files) ? store.getContentSummary(files).getFileCount() : 0;
    if (found != counts.published()) {
      throw new JobFailedException(
          "%d images were published, but there are %d files".formatted(counts.published(), found),
          null);
    }
  }

  /** A line of JSON for each Parquet file of the dataset. */
  public static List<String> describeFiles(List<SplitOutput> packs) {
    List<String> lines = new ArrayList<>();
    for (SplitOutput pack : packs) {
      for (DataFile file : pack.files()) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("path", file.folder() + "/" + pack.partName());
        line.put("bytes", file.bytes());
        line.put("rows", file.rows());
        line.put("sha256", file.sha256());
        try {
          lines.add(JSON.writeValueAsString(line));
        } catch (JsonProcessingException e) {
          throw new IllegalStateException("texts and numbers cannot be written as JSON", e);
        }
      }
    }
    return lines;
  }

  private static long rows(List<SplitOutput> packs, String folder) {
    return packs.stream()
        .flatMap(pack -> pack.files().stream())
        .filter(file -> file.folder().equals(folder))
        .mapToLong(DataFile::rows)
        .sum();
  }
}
