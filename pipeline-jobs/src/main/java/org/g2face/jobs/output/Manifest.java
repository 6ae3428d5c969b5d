package org.g2face.jobs.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.g2face.jobs.Version;

/**
 * The manifest of a dataset, what it is and where it came from: {@code manifest.json}.
 *
 * @param job the job that wrote it
 * @param inputs the URIs that were read
 * @param layout what it is made of
 * @param model identifies the networks
 * @param notice what everyone who uses them must be told; empty for nothing
 * @param objections to the model that were accepted; empty if there are none
 * @param keyIds of the keys that were used
 * @param fileNames how images are named after their ids
 * @param counts what became of the inputs
 * @param started when the job began
 * @param finished when its last task ended
 * @param configuration the resolved configuration with secrets masked, or null if there was none
 * @param privacy what is said about those who are in it, or null if nothing
 */
public record Manifest(
    String job,
    List<String> inputs,
    Layout layout,
    String model,
    String notice,
    List<String> objections,
    List<String> keyIds,
    FileNames fileNames,
    Counts counts,
    Instant started,
    Instant finished,
    Config configuration,
    Map<String, Object> privacy) {
  /** The member that says what becomes of those who are in the dataset. */
  public static final String PRIVACY = "privacy";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The file's content, without what the version adds. */
  public ObjectNode toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", DatasetFolder.FORMAT);
    json.put("schema_version", Published.SCHEMA_VERSION);
    json.put("job", job);
    json.put("inputs", inputs);
    json.put("layout", layout.name().toLowerCase(Locale.ROOT));
    json.put("model", model);
    if (!notice.isEmpty()) {
      json.put("model_notice", notice);
    }
    if (!objections.isEmpty()) {
      json.put("weak_model_accepted", objections);
    }
    json.put("key_ids", keyIds);
    if (privacy != null) {
      json.put(PRIVACY, privacy);
    }
    json.put("file_names", fileNames.name().toLowerCase(Locale.ROOT));
    json.put("counts", counted());
    json.put("started", started.toString());
    json.put("finished", finished.toString());
    json.put("versions", Version.all());
    try {
      if (configuration != null) {
        json.put(
            "configuration",
            JSON.readTree(configuration.root().render(ConfigRenderOptions.concise())));
      }
      return JSON.valueToTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the manifest cannot be written as JSON", e);
    }
  }

  private Map<String, Object> counted() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("inputs", counts.inputs());
    json.put("published", counts.published());
    json.put("quarantined", counts.quarantined());
    json.put("ignored", counts.ignored());
    json.put("reasons", counts.reasons());
    return json;
  }
}
