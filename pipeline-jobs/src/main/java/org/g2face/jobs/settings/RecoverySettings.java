package org.g2face.jobs.settings;

import java.util.Optional;
import org.g2face.jobs.config.Section;
import org.g2face.jobs.privacy.Codec;

/**
 * Settings of what to recover from.
 *
 * @param codec how identities were hidden; empty for what the input's manifest says
 * @param dataset the dataset's name when it was made; empty for what the input's manifest says
 * @param vault encrypted originals to restore; empty to recover from the pictures
 */
public record RecoverySettings(
    Optional<Codec> codec, Optional<String> dataset, Optional<String> vault) {

  static RecoverySettings of(Section section) {
    return new RecoverySettings(
        section.optionalChoice("codec", Codec.class),
        section.optionalText("dataset"),
        section.optionalText("vault"));
  }
}
