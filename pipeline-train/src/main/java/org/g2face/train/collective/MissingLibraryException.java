package org.g2face.train.collective;

/** This build lacks a native library; trying again does not help. */
public final class MissingLibraryException extends RuntimeException {

  public MissingLibraryException(String message, Throwable cause) {
    super(message, cause);
  }
}
