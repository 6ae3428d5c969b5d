package org.g2face.train.collective;

/** Another rank is gone, or too slow, or not who it says it is; the group is of no more use. */
public final class CollectiveException extends RuntimeException {

  public CollectiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
