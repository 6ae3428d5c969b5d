package org.g2face.jobs.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.g2face.jobs.config.Configuration;
import org.g2face.photograph.Policy;
import org.junit.jupiter.api.Test;

class PhotographSettingsTest {

  @Test
  void theDefaultPolicyIsTheStandardOne() {
    PhotographSettings defaults = PhotographSettings.of(Configuration.reference());

    assertThat(defaults.options().policy()).isEqualTo(Policy.standard());
  }
}
