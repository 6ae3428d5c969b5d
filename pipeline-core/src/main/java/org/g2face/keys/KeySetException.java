package org.g2face.keys;

import java.io.IOException;

/** A key file that cannot be read or opened; the message says why and holds nothing secret. */
public final class KeySetException extends IOException {

  public KeySetException(String message) {
    super(message);
  }

  public KeySetException(String message, Throwable cause) {
    super(message, cause);
  }
}
