package org.g2face.anonymize;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

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
   * What else the new faces depend on, by name, so that it shows when a rerun is another job. A
   * secret is represented by a value from which only its change shows.
   */
  default Map<String, String> settings() {
    return Map.of();
  }

  /** What everyone who uses the networks must be told, in one line; empty for nothing. */
  default String notice() {
    return "";
  }

  /**
   * What speaks against publishing what the networks make, in sentences for a person; none if
   * nothing does.
   */
  default List<String> objections() {
    return List.of();
  }

  /** Ids of the keys that are used, for the record; none if the scheme has no keys. */
  default List<String> keyIds() {
    return List.of();
  }

  /**
   * Loads the networks.
   *
   * @throws IOException if they cannot be read
   */
  FaceTransform open() throws IOException;
}
