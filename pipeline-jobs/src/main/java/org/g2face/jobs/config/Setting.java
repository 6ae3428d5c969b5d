package org.g2face.jobs.config;

import java.util.List;

/**
 * One value given for one key outside a file.
 *
 * @param key the full path of the key, such as {@code anonymize.batch-size}
 * @param value the value as it would be written in a file; text needs no quotes
 * @param origin where it was given, for messages, such as {@code --batch-size}
 */
public record Setting(String key, String value, String origin) {
  /** Adds a setting to others, unless there is no value. */
  public static void add(List<Setting> settings, String key, String value, String origin) {
    if (value != null) {
      settings.add(new Setting(key, value, origin));
    }
  }
}
