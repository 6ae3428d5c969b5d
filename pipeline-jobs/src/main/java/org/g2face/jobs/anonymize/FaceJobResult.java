package org.g2face.jobs.anonymize;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.g2face.jobs.vault.VaultResult;

/**
 * What a finished job has done. The numbers add up to everything that was found in the input.
 *
 * @param output URI of the dataset
 * @param published images in the dataset
 * @param quarantined images that are not, each with a row in {@code quarantine/}
 * @param ignored files whose names are not those of images, each with such a row too
 * @param reasons quarantined images by reason
 * @param vault what the vault holds, if there is one
 * @param duration from the start of the listing to the dataset being visible
 */
public record FaceJobResult(
    String output,
    long published,
    long quarantined,
    long ignored,
    Map<String, Long> reasons,
    Optional<VaultResult> vault,
    Duration duration) {}
