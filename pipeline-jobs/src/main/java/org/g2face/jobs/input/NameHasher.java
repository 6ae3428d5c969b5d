package org.g2face.jobs.input;

import java.io.Serializable;
import java.util.function.UnaryOperator;
import org.g2face.jobs.output.KeyedHash;

/**
 * Replaces names and paths of inputs, so that nothing behind the reading of an image knows them.
 *
 * @param hash what they are replaced by
 */
public record NameHasher(KeyedHash hash) implements UnaryOperator<String>, Serializable {
  private static final int FOLDER_DIGITS = 2;

  /** Thirty-two hexadecimal digits, of which two name a folder: files spread over 256 of them. */
  @Override
  public String apply(String name) {
    String hidden = hash.of(name);
    return hidden.substring(0, FOLDER_DIGITS) + "/" + hidden.substring(FOLDER_DIGITS);
  }
}
