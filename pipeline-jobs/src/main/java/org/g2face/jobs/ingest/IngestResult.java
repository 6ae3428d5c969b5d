package org.g2face.jobs.ingest;

import java.time.Duration;
import java.util.Map;
import org.g2face.jobs.shards.ShardManifest;

/**
 * The result of a finished ingest. The images of the shards, the quarantined and the ignored add up
 * to everything that was found in the input.
 *
 * @param output URI of the dataset
 * @param manifest its shards
 * @param quarantined images that are not in it, each with a row in {@code quarantine/}
 * @param ignored files whose names are not those of images, each with such a row too
 * @param reasons quarantined images by reason
 * @param duration from the start of the listing to the dataset being visible
 */
public record IngestResult(
    String output,
    ShardManifest manifest,
    long quarantined,
    long ignored,
    Map<String, Long> reasons,
    Duration duration) {}
