package org.g2face.jobs.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.io.HadoopFileSystems;
import org.g2face.jobs.output.DatasetFolder;
import org.g2face.jobs.output.Manifest;

/**
 * The statement of a manifest about those who are in a dataset.
 *
 * @param mode whether faces can be brought back
 * @param codec how identities are hidden, if they are
 * @param dataset names the dataset; passwords are bound to it
 * @param model fingerprint of the model, for reading; null while the job runs
 * @param keys the key set's name, or null if the keys were never stored
 * @param sealingKey the number of the key that sealed the identities, or null
 * @param perSubject whether all pictures of one subject got one face
 * @param vault where the encrypted originals are, or null
 * @param hashedNames whether images have keyed hashes in the place of their names
 */
public record PrivacyStatement(
    Mode mode,
    Codec codec,
    String dataset,
    String model,
    String keys,
    String sealingKey,
    boolean perSubject,
    String vault,
    boolean hashedNames) {
  private static final String HASHED = "hashed";
  private static final String PSEUDONYMISED =
      "pseudonymised personal data in the sense of Art. 4(5) GDPR: ";

  /** The manifest's member. */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("mode", lower(mode));
    json.put("kind", kind());
    json.put("dataset", dataset);
    if (mode == Mode.REVERSIBLE) {
      json.put("codec", lower(codec));
      json.put("encrypted", codec == Codec.SEALED);
    }
    json.put("keys", keys);
    json.put("sealing_key", sealingKey);
    json.put("new_face", perSubject ? "one for each subject" : "one for each image");
    json.put("vault", vault);
    json.put("names", hashedNames ? HASHED : "kept");
    return json;
  }

  /** Whether what is hidden can only be read under the name that the picture was published with. */
  public boolean bindsNames() {
    return mode == Mode.REVERSIBLE && codec == Codec.SEALED;
  }

  private String kind() {
    if (mode == Mode.IRREVERSIBLE) {
      return "no identity is hidden; what the new face itself keeps of the old one depends on the"
          + " model; pose, hair, clothes and background are as they were and may identify a person";
    }
    return codec == Codec.SEALED
        ? PSEUDONYMISED
            + "whoever has the keys can bring the faces back; whether others can depends on"
            + " what the model leaves in the picture"
        : PSEUDONYMISED + "NOT ENCRYPTED, whoever has the model can bring the faces back";
  }

  /**
   * Reads what the manifest of a dataset says.
   *
   * @return nothing if the folder is no dataset, or its manifest does not say
   */
  public static Optional<PrivacyStatement> of(String folder, Configuration hadoop) {
    JsonNode manifest;
    try {
      Path path = new Path(folder);
      try (InputStream stream =
          HadoopFileSystems.of(path, hadoop).open(new Path(path, DatasetFolder.MANIFEST))) {
        manifest = new ObjectMapper().readTree(stream);
      }
    } catch (FileNotFoundException | ParentNotDirectoryException | IllegalArgumentException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UsageException("cannot read the manifest of " + folder + ": " + e.getMessage(), e);
    }
    JsonNode json = manifest.path(Manifest.PRIVACY);
    if (!json.isObject()) {
      return Optional.empty();
    }
    try {
      Mode mode = Mode.valueOf(json.path("mode").asText().toUpperCase(Locale.ROOT));
      return Optional.of(
          new PrivacyStatement(
              mode,
              mode == Mode.REVERSIBLE
                  ? Codec.valueOf(json.path("codec").asText().toUpperCase(Locale.ROOT))
                  : null,
              json.path("dataset").asText(),
              manifest.path("model").asText(),
              json.path("keys").asText(null),
              json.path("sealing_key").asText(null),
              json.path("new_face").asText().contains("subject"),
              json.path("vault").asText(null),
              json.path("names").asText().equals(HASHED)));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "the manifest of " + folder + " names a mode or codec that this version does not know",
          e);
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
