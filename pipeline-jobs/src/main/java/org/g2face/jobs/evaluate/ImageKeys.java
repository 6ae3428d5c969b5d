package org.g2face.jobs.evaluate;

import java.io.Serializable;
import java.util.Locale;

/**
 * By what the images of several datasets are joined.
 *
 * <p>A dataset of PNG files names {@code a/b.jpg} as {@code a/b.png}, or {@code a/b.jpg.png} where
 * a folder holds both {@code b.jpg} and {@code b.png}: in the first case images are joined without
 * the endings of their names, in the second with those that the originals have.
 *
 * @param exact whether originals differ in nothing but their endings
 */
record ImageKeys(boolean exact) implements Serializable {
  private static final String ENDING = "(?i)\\.(jpg|jpeg|png|webp|bmp|tif|tiff)$";

  String ofOriginal(String id) {
    return exact ? id : stem(stem(id));
  }

  String ofOther(String id) {
    if (!exact) {
      return stem(stem(id));
    }
    boolean appended =
        id.toLowerCase(Locale.ROOT).endsWith(".png") && !stem(stem(id)).equals(stem(id));
    return appended ? stem(id) : id;
  }

  private static String stem(String id) {
    return id.replaceFirst(ENDING, "");
  }
}
