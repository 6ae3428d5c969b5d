package org.g2face.jobs.settings;

import com.typesafe.config.Config;
import java.util.List;
import org.g2face.detect.DetectorKind;
import org.g2face.detect.DetectorSpec;
import org.g2face.jobs.config.ConfigurationException;
import org.g2face.jobs.config.Section;
import org.g2face.jobs.io.ExternalNetwork;
import org.g2face.jobs.photograph.PhotographOptions;
import org.g2face.photograph.Policy;

/**
 * Settings for whole photographs, and whether images are such.
 *
 * @param pictures what an image of the input is
 */
public record PhotographSettings(Pictures pictures, PhotographOptions options) {
  private static final double ANY = Double.MAX_VALUE;
  private static final double RIGHT_ANGLE = 90;

  /** What an image of the input is. */
  public enum Pictures {
    /** Either of the following; a detector tells. */
    AUTO,
    /** One face, aligned like FFHQ. */
    CROPS,
    /** Any number of faces anywhere. */
    PHOTOGRAPHS
  }

  static PhotographSettings of(Config config) {
    Section photographs = new Section(config, "photographs");
    try {
      return new PhotographSettings(
          new Section(config, "input").choice("kind", Pictures.class),
          new PhotographOptions(
              detector(new Section(config, "photographs.detector")),
              detector(new Section(config, "photographs.second-detector")),
              photographs.optionalText("landmarks"),
              photographs.optionalText("pose"),
              ExternalNetwork.of(new Section(config, "photographs.recogniser")),
              new Policy(
                  photographs.choice("no-face", Policy.NoFace.class),
                  photographs.optionalText("publish-reason").orElse(null),
                  photographs.choice("unsuited-face", Policy.Unsuited.class),
                  photographs.number("smallest-face", 0, ANY),
                  photographs.number("farthest-yaw", 0, RIGHT_ANGLE),
                  photographs.number("farthest-pitch", 0, RIGHT_ANGLE),
                  photographs.count("most-faces")),
              optional(photographs, "most-cosine", -1, 1),
              photographs.count("attempts")));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(List.of("section photographs: " + e.getMessage()));
    }
  }

  private static DetectorSpec detector(Section section) {
    DetectorKind kind = section.choice("kind", DetectorKind.class);
    return new DetectorSpec(
        kind,
        section.texts("files"),
        section.optionalText("score").isPresent()
            ? section.number("score", 0, ANY)
            : kind.usualScore(),
        section.flag("tiles"));
  }

  private static Double optional(Section section, String key, double least, double most) {
    return section.optionalText(key).isPresent() ? section.number(key, least, most) : null;
  }
}
