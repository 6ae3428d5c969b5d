package org.g2face.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Map;
import org.g2face.network.Alignment;
import org.g2face.network.Coefficients;
import org.g2face.network.GeometryNet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureDraftTest {

  @Test
  void aSizeAloneIsThePublishedModel() {
    assertThat(read("size = 256")).isEqualTo(Architecture.standard());
  }

  @Test
  void aWholeArchitectureIsTakenAsItIs() {
    Architecture architecture = Architectures.compact();

    assertThat(
            ArchitectureDraft.read(ConfigValueFactory.fromMap(ArchitectureConf.map(architecture))))
        .isEqualTo(architecture);
  }

  @Test
  void whatIsLeftOutFollowsFromTheRest() {
    Architecture read =
        read(
            """
            size = 32
            channels { "4" = 8, "8" = 8, "16" = 6, "32" = 4 }
            style.length = 12
            identity { layers = [1, 1, 1, 1], width = 4, embedding = 8, input = 16 }
            geometry {
              layers = [1, 1, 1, 1]
              width = 4
              coefficients { identity = 5, expression = 4, texture = 0 }
              alignment { kind = box, left = 0, top = 0, right = 1, bottom = 1 }
            }
            extractor.width = 8
            """);
    GeometryNet geometry = new GeometryNet(List.of(1, 1, 1, 1), 4, new Coefficients(5, 4, 0));
    Architecture compact = Architectures.compact();

    assertThat(read.geometry().alignment()).isEqualTo(Alignment.Box.whole(32, 32));
    assertThat(read.geometry().network()).isEqualTo(geometry);
    assertThat(read.geometry().prior()).isEqualTo(compact.geometry().prior());
    assertThat(read.mapper()).isEqualTo(compact.mapper());
    assertThat(read.identity()).isEqualTo(compact.identity());
    assertThat(read.discriminator()).isEqualTo(compact.discriminator());
    assertThat(read.extractor()).isEqualTo(compact.extractor());
  }

  @Test
  void aDiscriminatorMayHaveATableOfItsOwn() {
    Architecture read =
        read(
            """
            size = 32
            discriminator { size = 16, channels { "4" = 3, "8" = 5, "16" = 7 } }
            """);

    assertThat(read.discriminator().whole().channels().byResolution())
        .isEqualTo(Map.of(4, 3, 8, 5, 16, 7));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "width = 3 | lacks the key size",
        "size = 48 | power of two",
        "size = large | architecture.size must be a whole number",
        "size = 32, widht = 3 | unknown key architecture.widht",
        "size = 32, identity.widht = 3 | unknown key architecture.identity.widht",
        "size = 32, identity = 3 | architecture.identity must be a section",
        "size = 32, channels { \"4\" = 8 } | no entry for resolution 8",
        "size = 32, geometry.layers = [1, 100000000, 1, 1] | more than 1000",
        "size = 32, style.low = 9 | the mapper's styles is"
      })
  void saysWhatIsWrong(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static Architecture read(String text) {
    return ArchitectureDraft.read(ConfigFactory.parseString(text).root());
  }
}
