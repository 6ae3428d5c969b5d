package org.g2face;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Development material that may not be distributed: real networks, photographs, reference tensors.
 *
 * <p>A test that asks for a file that is not there is skipped, with a line that says so.
 */
public final class Fixtures {
  private static final Path ROOT = Path.of(System.getProperty("g2face.fixtures", "../../shared"));

  private Fixtures() {}

  /** A file or folder of the fixtures, such as {@code golden/modconv3x3.safetensors}. */
  public static Path path(String name) {
    Path path = ROOT.resolve(name).normalize();
    assumeTrue(
        Files.exists(path),
        () -> "skipped: needs the development fixture " + name + " (set -Dg2face.fixtures=FOLDER)");
    return path;
  }
}
