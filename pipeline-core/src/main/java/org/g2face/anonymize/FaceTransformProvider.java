package org.g2face.anonymize;

import java.io.IOException;
import java.io.Serializable;

/**
 * Says which networks to load, small enough to travel to every process of a cluster.
 *
 * <p>Equal providers open equal transforms: a process opens one for all its threads. A record with
 * the model's place and the seed is enough.
 */
public interface FaceTransformProvider extends Serializable {
  /** Identifies the networks in the output, such as the model package's fingerprint. */
  String model();

  /**
   * Loads the networks.
   *
   * @throws IOException if they cannot be read
   */
  FaceTransform open() throws IOException;
}
