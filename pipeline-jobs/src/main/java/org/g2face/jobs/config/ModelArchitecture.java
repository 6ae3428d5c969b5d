package org.g2face.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import java.util.List;
import java.util.Optional;
import org.g2face.model.Architecture;
import org.g2face.model.ArchitectureDraft;

/** The section {@code architecture}, whose keys are those of a model package. */
public final class ModelArchitecture {
  static final String SECTION = "architecture";

  private ModelArchitecture() {}

  /** What a new model shall be like, if anything is said about it. */
  public static Optional<Architecture> read(Config config) {
    ConfigObject section = config.getObject(SECTION);
    if (section.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ArchitectureDraft.read(section));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          List.of(ConfigurationException.mistake(section.origin(), e.getMessage())));
    }
  }
}
