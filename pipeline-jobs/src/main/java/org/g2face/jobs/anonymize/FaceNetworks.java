package org.g2face.jobs.anonymize;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.g2face.anonymize.FaceTransformProvider;
import org.g2face.jobs.privacy.PayloadConfig;
import org.g2face.jobs.settings.Settings;

/** A source of the jobs' networks. */
public interface FaceNetworks {
  /**
   * Networks that replace identities.
   *
   * @param model URI of a model package
   * @param concealment how identities are hidden
   * @throws IOException if there is no usable model package
   */
  FaceTransformProvider anonymizer(
      String model, Settings settings, PayloadConfig concealment, Configuration hadoop)
      throws IOException;

  /**
   * Networks that bring identities back.
   *
   * @param model URI of a model package
   * @param concealment how identities were hidden
   * @throws IOException if there is no usable model package
   */
  FaceTransformProvider recoverer(
      String model, Settings settings, PayloadConfig concealment, Configuration hadoop)
      throws IOException;
}
