package org.g2face.jobs.shards;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.Version;
import org.g2face.jobs.output.Counts;
import org.g2face.jobs.output.DatasetFolder;

/**
 * The manifest of a packed dataset: its {@code manifest.json}.
 *
 * @param size width and height of every face, in pixels
 * @param shards the files of each split, in order
 */
public record ShardManifest(int size, Map<Split, List<Shard>> shards) implements Serializable {
  private static final String FORMAT = "g2face-shards";
  private static final int VERSION = 1;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public ShardManifest {
    EnumMap<Split, List<Shard>> copy = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      copy.put(split, List.copyOf(shards.getOrDefault(split, List.of())));
    }
    shards = copy;
  }

  /** Images of a split. */
  public long images(Split split) {
    return shards.get(split).stream().mapToLong(Shard::images).sum();
  }

  /**
   * The file's content.
   *
   * @param inputs the URIs that were packed
   * @param counts what became of them
   * @param configuration the resolved configuration with secrets masked, or null if there was none
   */
  public String toJson(List<String> inputs, Counts counts, Config configuration) {
    ObjectNode json = JSON.createObjectNode();
    json.put("format", FORMAT).put("version", VERSION).put("size", size);
    json.set("inputs", JSON.valueToTree(inputs));
    ObjectNode counted = json.putObject("counts");
    counted
        .put("inputs", counts.inputs())
        .put("packed", counts.published())
        .put("quarantined", counts.quarantined())
        .put("ignored", counts.ignored());
    counted.set("reasons", JSON.valueToTree(counts.reasons()));
    ObjectNode splits = json.putObject("splits");
    shards.forEach((split, files) -> describe(splits.putObject(split.folder()), split, files));
    json.set("versions", JSON.valueToTree(Version.all()));
    try {
      if (configuration != null) {
        String rendered = configuration.root().render(ConfigRenderOptions.concise());
        json.set("configuration", JSON.readTree(rendered));
      }
      return JSON.writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the manifest cannot be written as JSON", e);
    }
  }

  private void describe(ObjectNode json, Split split, List<Shard> files) {
    json.put("images", images(split));
    ArrayNode list = json.putArray("shards");
    for (Shard shard : files) {
      ObjectNode entry = list.addObject();
      entry
          .put("file", shard.file())
          .put("images", shard.images())
          .put("bytes", shard.bytes())
          .put("sha256", shard.sha256());
      entry.set("row_groups", JSON.valueToTree(shard.rowGroups()));
    }
  }

  /**
   * Reads the manifest of a dataset's folder.
   *
   * @throws UsageException if there is none, or it is not that of a packed dataset
   */
  public static ShardManifest read(String dataset, Configuration hadoop) throws IOException {
    Path path = new Path(dataset, DatasetFolder.MANIFEST);
    JsonNode json;
    try (InputStream stream = path.getFileSystem(hadoop).open(path)) {
      json = JSON.readTree(stream);
    } catch (FileNotFoundException e) {
      throw new UsageException(
          dataset
              + " is not a packed dataset: it has no "
              + DatasetFolder.MANIFEST
              + "; make one with g2face ingest",
          e);
    } catch (JsonProcessingException e) {
      throw new UsageException(path + " is damaged: " + e.getOriginalMessage(), e);
    }
    if (!json.path("format").asText().equals(FORMAT) || json.path("version").asInt() != VERSION) {
      throw new UsageException(
          dataset
              + " is not a packed dataset of version "
              + VERSION
              + "; make one with g2face ingest");
    }
    EnumMap<Split, List<Shard>> shards = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      List<Shard> files = new ArrayList<>();
      JsonNode listed = json.path("splits").path(split.folder()).path("shards");
      listed.forEach(node -> files.add(shard(node)));
      shards.put(split, files);
    }
    return new ShardManifest(json.path("size").asInt(), shards);
  }

  private static Shard shard(JsonNode node) {
    List<Integer> rowGroups = new ArrayList<>();
    node.path("row_groups").forEach(count -> rowGroups.add(count.asInt()));
    return new Shard(
        node.path("file").asText(),
        node.path("bytes").asLong(),
        node.path("sha256").asText(),
        rowGroups);
  }
}
