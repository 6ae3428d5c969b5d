package org.g2face.vault;

import java.io.IOException;

/** An entry of a vault that does not open; the message says why and holds nothing secret. */
public final class VaultException extends IOException {

  VaultException(String message) {
    super(message);
  }
}
