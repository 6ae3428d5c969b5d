package org.g2face.jobs.anonymize;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.g2face.jobs.output.Counts;
import org.g2face.jobs.vault.VaultResult;

/**
 * The result of a finished job. The numbers add up to everything that was found in the input.
 *
 * @param output URI of the dataset
 * @param published images in the dataset
 * @param quarantined images that are not, each with a row in {@code quarantine/}
 * @param ignored files whose names are not those of images, each with such a row too
 * @param reasons quarantined images by reason
 * @param vault what the vault holds that was written, if one was
 * @param duration from the start of the listing to the dataset being visible
 */
public record FaceJobResult(
    String output,
    long published,
    long quarantined,
    long ignored,
    Map<String, Long> reasons,
    Optional<VaultResult> vault,
    Duration duration) {

  static FaceJobResult of(
      String output, Counts counts, Optional<VaultResult> vault, Instant started) {
    return new FaceJobResult(
        output,
        counts.published(),
        counts.quarantined(),
        counts.ignored(),
        counts.reasons(),
        vault,
        Duration.between(started, Instant.now()));
  }

  /** What the manifest of a finished dataset says. */
  static FaceJobResult of(String output, JsonNode manifest, Instant started) {
    JsonNode counts = manifest.path("counts");
    Map<String, Long> reasons = new TreeMap<>();
    counts
        .path("reasons")
        .fields()
        .forEachRemaining(reason -> reasons.put(reason.getKey(), reason.getValue().asLong()));
    return new FaceJobResult(
        output,
        counts.path("published").asLong(),
        counts.path("quarantined").asLong(),
        counts.path("ignored").asLong(),
        reasons,
        Optional.empty(),
        Duration.between(started, Instant.now()));
  }
}
