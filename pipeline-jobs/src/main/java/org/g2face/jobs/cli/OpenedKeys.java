package org.g2face.jobs.cli;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.keys.PassphraseSource;
import org.g2face.jobs.keys.StoredKeys;
import org.g2face.jobs.settings.KeySettings;
import org.g2face.keys.KeyFile;
import org.g2face.keys.KeySet;

/** Opens the keys that the settings name. */
final class OpenedKeys {
  private OpenedKeys() {}

  /**
   * The key set.
   *
   * @param why ends the message if no keys are named, such as {@code "recovering needs"}
   */
  static KeySet of(KeySettings settings, String why, Configuration hadoop) throws IOException {
    StoredKeys stored =
        StoredKeys.at(
            settings
                .uri()
                .orElseThrow(
                    () ->
                        new UsageException(
                            why
                                + " needs keys: give --keys, or keys.uri in a configuration"
                                + " file; g2face keys create makes some")),
            hadoop);
    KeyFile file = stored.read();
    return file.open(source(settings, file.name(), false));
  }

  /** Where the passphrase comes from. */
  static PassphraseSource source(KeySettings settings, String name, boolean fresh) {
    return new PassphraseSource(settings.passphraseFile(), System.getenv(), name, fresh);
  }
}
