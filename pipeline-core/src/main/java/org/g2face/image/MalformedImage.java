package org.g2face.image;

/** Says why a file is not decoded; never leaves this package. */
final class MalformedImage extends Exception {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  MalformedImage(Reason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
