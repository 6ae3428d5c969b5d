package org.g2face.external;

/** An external network that cannot be used, with the reason for a person. */
public final class NetworkSpecException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NetworkSpecException(String message, Throwable cause) {
    super(message, cause);
  }
}
