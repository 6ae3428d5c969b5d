package org.g2face.jobs.output.version;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.output.DatasetFolder;
import org.g2face.jobs.output.StoreKind;

/** Finds the current version of a dataset, for those who read it. */
public final class PublishedDataset {
  private PublishedDataset() {}

  /**
   * The folder to read images from: where the newest committed version has them, if the given
   * folder is a dataset that a job has written, else the given one itself.
   *
   * @throws UsageException if a job has begun to write there, and none has finished; or, on an
   *     object store, if the files of the newest version are being moved
   */
  public static Path images(FileSystem store, Path folder) throws IOException {
    return images(store, folder, StoreKind.of(store).renamesFolders());
  }

  static Path images(FileSystem store, Path folder, boolean folders) throws IOException {
    OutputPaths places = new OutputPaths(folder);
    Optional<CommittedVersion> newest = CommittedVersion.newest(store, places);
    if (newest.isPresent()) {
      return newest.get().folder(store, places, images(newest.get().manifest()), folders);
    }
    Path manifest = new Path(folder, DatasetFolder.MANIFEST);
    if (store.exists(manifest)) {
      // A copy of what lay open, without the bookkeeping.
      try (InputStream stream = store.open(manifest)) {
        JsonNode json = new ObjectMapper().readTree(stream);
        return DatasetFolder.FORMAT.equals(json.path("format").asText())
            ? new Path(folder, images(json))
            : folder;
      } catch (JsonProcessingException e) {
        return folder;
      }
    }
    if (store.exists(places.root())) {
      throw new UsageException(
          folder + " holds no dataset yet: the job that writes it is running, or has failed");
    }
    return folder;
  }

  private static String images(JsonNode manifest) {
    boolean files = manifest.path("layout").asText().equals("files");
    return files ? DatasetFolder.FILES : DatasetFolder.IMAGES;
  }
}
