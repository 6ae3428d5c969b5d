package org.g2face.keys;

import java.time.Instant;

/**
 * The public facts about a key.
 *
 * @param purpose what it is for, see {@link Purpose#key}
 * @param id its number, which stands in front of everything that it encrypts
 * @param kind Tink's name for its algorithm
 * @param status {@code primary} for the one that new data gets, {@code reading} for the others
 * @param created when, in UTC and ISO 8601
 */
public record KeyInfo(String purpose, String id, String kind, String status, String created) {
  private static final String PRIMARY = "primary";
  private static final String READING = "reading";

  static KeyInfo of(Purpose purpose, int id, boolean primary, Instant created) {
    return new KeyInfo(
        purpose.key(), name(id), purpose.kind(), primary ? PRIMARY : READING, created.toString());
  }

  /** Whether new data is encrypted with this key. */
  public boolean primary() {
    return PRIMARY.equals(status);
  }

  /** A key's number as it is shown: without a sign. */
  static String name(int id) {
    return Integer.toUnsignedString(id);
  }
}
