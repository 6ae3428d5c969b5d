package org.g2face.jobs.cli;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.config.Setting;
import org.g2face.jobs.keys.StoredKeys;
import org.g2face.jobs.settings.KeySettings;
import org.g2face.jobs.settings.Settings;
import picocli.CommandLine.Mixin;

/** Options that the commands of g2face keys share. */
final class KeyCommandOptions {
  @Mixin private KeyOptions keyOptions;
  @Mixin private ConfigOptions configOptions;

  /**
   * A key file and how it is reached.
   *
   * @param stored the file
   * @param settings where its passphrase comes from
   */
  record Place(StoredKeys stored, KeySettings settings) {}

  Place place() {
    List<Setting> given = new ArrayList<>();
    keyOptions.addTo(given);
    Config config = configOptions.load(given);
    Settings settings = Settings.of(config);
    Configuration hadoop = SparkOptions.hadoop(settings.spark());
    String uri =
        settings
            .keys()
            .uri()
            .orElseThrow(
                () ->
                    new UsageException(
                        "no key file: give --keys, or keys.uri in a configuration file"));
    return new Place(StoredKeys.at(uri, hadoop), settings.keys());
  }
}
