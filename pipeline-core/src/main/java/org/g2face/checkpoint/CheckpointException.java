package org.g2face.checkpoint;

import java.io.IOException;

/** A foreign file that is damaged, not what it should be, or asks for more than data. */
public final class CheckpointException extends IOException {

  CheckpointException(String message) {
    super(message);
  }

  CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
