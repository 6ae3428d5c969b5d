package org.g2face.train;

/**
 * A training that stopped before its last step, since its listener asked for that; the message says
 * what it goes on from.
 */
public final class TrainingStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TrainingStoppedException(String message) {
    super(message);
  }
}
