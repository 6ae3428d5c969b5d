package org.g2face.checkpoint;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.g2face.io.Sha256;
import org.g2face.model.Provenance;

/**
 * A file to import, and what is known of it.
 *
 * @param licence free text for the package's provenance
 * @param trainingData free text for the package's provenance
 */
public record Origin(Path file, String licence, String trainingData) {
  private static final String UNKNOWN = "not stated";

  /** A file of which nothing more is known. */
  public static Origin of(Path file) {
    return new Origin(file, UNKNOWN, UNKNOWN);
  }

  Provenance.Source source() throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return new Provenance.Source(file.getFileName().toString(), Sha256.of(in));
    }
  }
}
