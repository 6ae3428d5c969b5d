package org.g2face.jobs.evaluate;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.g2face.jobs.input.NameHasher;
import org.g2face.jobs.keys.KeyHandle;
import org.g2face.jobs.output.KeyedHash;

/**
 * The keys by which the images of several datasets are joined.
 *
 * <p>A dataset of PNG files names {@code a/b.jpg} as {@code a/b.png}, or {@code a/b.jpg.png} where
 * a folder holds both {@code b.jpg} and {@code b.png}: in the first case images are joined without
 * the endings of their names, in the second with those that the originals have. Where names were
 * replaced by keyed hashes, those of the originals are hashed again.
 */
final class ImageKeys implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String ENDING = "(?i)\\.(jpg|jpeg|png|webp|bmp|tif|tiff)$";

  private final boolean exact;
  private final KeyHandle nameKey;
  private transient NameHasher hidden;

  /**
   * @param exact whether originals differ in nothing but their endings
   * @param nameKey for the key that names were hashed with; null if they were not
   */
  ImageKeys(boolean exact, KeyHandle nameKey) {
    this.exact = exact;
    this.nameKey = nameKey;
  }

  String ofOriginal(String id) {
    if (nameKey != null) {
      return hidden().apply(id);
    }
    return exact ? id : stem(stem(id));
  }

  String ofOther(String id) {
    if (nameKey != null || !exact) {
      return stem(stem(id));
    }
    boolean appended =
        id.toLowerCase(Locale.ROOT).endsWith(".png") && !stem(stem(id)).equals(stem(id));
    return appended ? stem(id) : id;
  }

  /** The key is asked for in each process: it travels with no task. */
  private synchronized NameHasher hidden() {
    if (hidden == null) {
      try {
        hidden = new NameHasher(new KeyedHash(nameKey.bytes()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return hidden;
  }

  private static String stem(String id) {
    return id.replaceFirst(ENDING, "");
  }
}
