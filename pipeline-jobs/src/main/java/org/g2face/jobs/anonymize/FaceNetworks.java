package org.g2face.jobs.anonymize;

import org.g2face.anonymize.FaceTransformProvider;

/** Where the jobs get their networks from. */
public interface FaceNetworks {
  /**
   * Networks that replace identities.
   *
   * @param model URI of a model package
   * @param seed chooses the dummy identity of each image together with its id; secret
   * @throws org.g2face.jobs.UsageException if there is no usable model package
   */
  FaceTransformProvider anonymizer(String model, String seed);

  /**
   * Networks that bring identities back.
   *
   * @param model URI of a model package
   * @throws org.g2face.jobs.UsageException if there is no usable model package
   */
  FaceTransformProvider recoverer(String model);
}
