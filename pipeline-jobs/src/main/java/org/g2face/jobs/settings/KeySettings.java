package org.g2face.jobs.settings;

import java.util.Optional;
import org.g2face.jobs.config.Section;

/**
 * The place of the keys.
 *
 * @param uri the key file
 * @param passphraseFile a file of this machine whose first line opens it
 */
public record KeySettings(Optional<String> uri, Optional<String> passphraseFile) {

  static KeySettings of(Section section) {
    return new KeySettings(section.optionalText("uri"), section.optionalText("passphrase-file"));
  }
}
