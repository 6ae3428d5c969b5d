package org.g2face.model;

import java.io.IOException;

/** A model package that is damaged, incomplete or contradicts itself. */
public final class ModelException extends IOException {

  public ModelException(String message) {
    super(message);
  }

  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
