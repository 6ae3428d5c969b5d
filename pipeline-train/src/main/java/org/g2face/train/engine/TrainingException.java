package org.g2face.train.engine;

/** Training cannot start or go on; the message says why and what to do. */
public final class TrainingException extends RuntimeException {

  public TrainingException(String message) {
    super(message);
  }
}
