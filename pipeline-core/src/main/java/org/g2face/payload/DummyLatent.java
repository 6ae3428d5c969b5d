package org.g2face.payload;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The seed of the face that replaces another: z ~ N(0, 1)^n from a key and an id.
 *
 * <p>The same key and id give the same z on every machine and in every run; pictures that share an
 * id share a face. Without the key nobody can tell which z belongs to which id. Safe to share
 * between threads.
 */
public final class DummyLatent {
  private static final int ID_BYTES = 16;

  private final KeyedRandom random;

  /**
   * @param key secret bytes, at least one; copied
   */
  public DummyLatent(byte[] key) {
    this.random = new KeyedRandom(key);
  }

  /**
   * @param id of the image, or of the person if all pictures of a person shall get one face
   * @param size coordinates of the latent, as many as the dummy identity network takes
   */
  public float[] of(String id, int size) {
    return random.normals(size, "dummy-latent", id);
  }

  /** 32 hexadecimal digits that name the dummy without telling whose it is. */
  public String dummyId(String id) {
    return HexFormat.of().formatHex(Arrays.copyOf(random.digest("dummy-id", id), ID_BYTES));
  }
}
