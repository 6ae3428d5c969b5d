package org.g2face.jobs.config;

/**
 * One value given for one key outside a file.
 *
 * @param key the full path of the key, such as {@code anonymize.batch-size}
 * @param value the value as it would be written in a file; text needs no quotes
 * @param origin where it was given, for messages, such as {@code --batch-size}
 */
public record Setting(String key, String value, String origin) {}
