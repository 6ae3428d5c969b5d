package org.g2face.jobs.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The names inside a published dataset. */
public final class DatasetFolder {
  /** What the manifest calls itself. */
  public static final String FORMAT = "g2face-dataset";

  /** Parquet files with a row for each published image. */
  public static final String IMAGES = "images";

  /** PNG files that mirror the input's folders. */
  public static final String FILES = "files";

  /** Parquet files with a row for each image that was not published, and each ignored file. */
  public static final String QUARANTINE = "quarantine";

  /** What the dataset is and where it came from. */
  public static final String MANIFEST = "manifest.json";

  private DatasetFolder() {}

  /**
   * The folder to read images from: the one that holds them, if the given one is a dataset that
   * was published by a job, else the given one itself.
   */
  public static Path images(FileSystem fileSystem, Path folder) throws IOException {
    Path manifest = new Path(folder, MANIFEST);
    if (!fileSystem.exists(manifest)) {
      return folder;
    }
    try (InputStream stream = fileSystem.open(manifest)) {
      JsonNode json = new ObjectMapper().readTree(stream);
      if (!FORMAT.equals(json.path("format").asText())) {
        return folder;
      }
      boolean files = json.path("layout").asText().equals("files");
      return new Path(folder, files ? FILES : IMAGES);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      return folder;
    }
  }
}
