package org.g2face.jobs.cli;

import java.io.IOException;
import java.util.Arrays;
import org.g2face.keys.KeyFile;

/** Asks once, however often it is asked, until it is closed. */
final class RememberedPassphrase implements KeyFile.Passphrase, AutoCloseable {
  private final KeyFile.Passphrase source;
  private char[] remembered;

  RememberedPassphrase(KeyFile.Passphrase source) {
    this.source = source;
  }

  @Override
  public char[] get() throws IOException {
    if (remembered == null) {
      remembered = source.get();
    }
    return remembered.clone();
  }

  /** Forgets it. */
  @Override
  public void close() {
    if (remembered != null) {
      Arrays.fill(remembered, '\0');
    }
  }
}
