package org.g2face.payload;

/**
 * The place that a password belongs to; at any other place it is worth nothing.
 *
 * @param dataset names the anonymized dataset
 * @param image names the image within it
 * @param model fingerprint of the model package that hides the password
 */
public record Binding(String dataset, String image, String model) {

  public Binding {
    if (dataset == null || image == null || model == null) {
      throw new IllegalArgumentException("a password is bound to a dataset, an image and a model");
    }
  }

  /**
   * The same bytes for the same binding, and for no other: each part in UTF-8 behind its length in
   * four bytes, most significant first, and before them the purpose, so that a key that serves
   * elsewhere, too, never gives something that opens here.
   */
  byte[] associatedData() {
    return KeyedRandom.message("g2face password", dataset, image, model);
  }
}
