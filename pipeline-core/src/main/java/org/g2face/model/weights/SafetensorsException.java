package org.g2face.model.weights;

import java.io.IOException;

/** A safetensors file that is damaged, incomplete or made to harm; the message says where. */
public final class SafetensorsException extends IOException {

  SafetensorsException(String file, String problem) {
    super(file + ": " + problem);
  }

  SafetensorsException(String file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
