package org.g2face.jobs.output.version;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.output.DatasetFolder;

/**
 * The current version of an output: the record with the highest number.
 *
 * @param number from 1
 * @param manifest what it is and where it came from
 */
record CommittedVersion(int number, JsonNode manifest) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads the newest record that is complete. */
  static Optional<CommittedVersion> newest(FileSystem store, OutputPaths places)
      throws IOException {
    for (int number : numbers(store, places)) {
      try (InputStream stream = store.open(record(places, number))) {
        JsonNode manifest = JSON.readTree(stream);
        if (DatasetFolder.FORMAT.equals(manifest.path("format").asText())) {
          return Optional.of(new CommittedVersion(number, manifest));
        }
      } catch (JsonProcessingException e) {
        // Cut short when its writer died: it was not committed.
      }
    }
    return Optional.empty();
  }

  /** The highest number of a record, complete or not; 0 if there is none. */
  static int highest(FileSystem store, OutputPaths places) throws IOException {
    return numbers(store, places).stream().findFirst().orElse(0);
  }

  private static List<Integer> numbers(FileSystem store, OutputPaths places) throws IOException {
    FileStatus[] files;
    try {
      files = store.listStatus(places.versions());
    } catch (FileNotFoundException e) {
      return List.of();
    }
    return Arrays.stream(files)
        .map(file -> file.getPath().getName())
        .filter(name -> name.matches("\\d+[.]json"))
        .map(name -> Integer.valueOf(name.substring(0, name.indexOf('.'))))
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  /** The file whose creation is the commit. */
  static Path record(OutputPaths places, int number) {
    return new Path(places.versions(), "%06d.json".formatted(number));
  }

  /** The file that lists the version's Parquet files, one JSON object a line. */
  static String filesName(int number) {
    return "%06d.files.jsonl".formatted(number);
  }

  /** A file that is there when the version's folders lie open. */
  Path opened(OutputPaths places) {
    return new Path(places.versions(), "%06d.open".formatted(number));
  }

  /** The folders that it has. */
  List<String> folders() {
    return DatasetFolder.DATA.stream()
        .filter(
            name -> {
              for (JsonNode folder : manifest.path("folders")) {
                if (folder.asText().equals(name)) {
                  return true;
                }
              }
              return false;
            })
        .toList();
  }

  /** Where its files were gathered. */
  Path gathered(OutputPaths places) {
    return OutputPaths.data(places.work(manifest.path("plan_fingerprint").asText()));
  }

  /**
   * Where one of its folders is now.
   *
   * @param folders whether folders are renamed at once, so that each is at one place
   * @throws UsageException if its files are on their way
   */
  Path folder(FileSystem store, OutputPaths places, String name, boolean folders)
      throws IOException {
    if (store.exists(opened(places))) {
      return new Path(places.output(), name);
    }
    if (!folders) {
      throw new UsageException(
          ("version %d of %s is being moved to its place; if the job that did so has died, run it"
                  + " again with --resume")
              .formatted(number, places.output()));
    }
    Path gathered = new Path(gathered(places), name);
    return store.exists(gathered) ? gathered : new Path(places.output(), name);
  }
}
