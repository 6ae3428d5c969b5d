package org.g2face.judge;

/** A judging network that cannot be used, with the reason for a person. */
public final class JudgeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JudgeException(String message, Throwable cause) {
    super(message, cause);
  }
}
