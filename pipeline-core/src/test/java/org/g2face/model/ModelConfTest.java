package org.g2face.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.g2face.io.LocalFileStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelConfTest {
  private static final String GOOD =
      new ModelConf(Architectures.compact(), Map.of(), "", KnownAnswers.none(), Optional.empty())
          .render();

  @Test
  void aNoticeIsKeptAndIsOneLine() {
    ModelConf told =
        new ModelConf(
            Architectures.compact(),
            Map.of(),
            "for demonstration only",
            KnownAnswers.none(),
            Optional.empty());

    assertThat(ModelConf.parse(told.render())).isEqualTo(told);
    assertThat(GOOD).doesNotContain("notice");
    assertThatThrownBy(() -> ModelConf.parse("notice = \"two\\nlines\"\n" + GOOD))
        .hasMessageContaining("a notice is one line of text");
  }

  @Test
  void goodTextParses() {
    assertThat(ModelConf.parse(GOOD).architecture()).isEqualTo(Architectures.compact());
    assertThat(ModelConf.parse(GOOD).render()).isEqualTo(GOOD);
  }

  /** Each row: what to replace in a good file, with what, and what the message must say. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "format=1|format=2|format 2 is not known",
        "format=1|formats=1|the key format is missing",
        "size=32|size=32, colour=red|unknown key architecture",
        "width=8|width=big|architecture.extractor.width must be a whole number, not \"big\"",
        "width=8|width=\"8\"|must be a whole number, not \"8\"",
        "width=8|width=8.5|must be a whole number, not 8.5",
        "width=8|width=null|must be a whole number, not null",
        "width=8|width=7|architecture.extractor: the extractor's width must be even",
        "kind=nearest|kind=cubic|kind is 'nearest' or 'box', not 'cubic'",
        "kind=nearest|kind=[]|must be a text, not []",
        "backbone=vgg16|backbone=alexnet|backbone is 'vgg16' or 'squeezenet'",
        "low=3|low=4|the mapper's styles is 9",
        "weights {}|weights { generator { } }|the key weights.generator.sources is missing",
        "weights {}|weights { generators { } }|unknown key weights.generators",
        "weights {}|weights = 7|weights must be a section in braces, not 7",
        "format=1|format=${HOME}|has no place",
        "format=1|'include \"other.conf\"'|'include' has no place",
        "format=1|'include file(\"/etc/passwd\")'|'include' has no place",
        "format=1|'include url(\"http://localhost/x\")'|'include' has no place",
        "format=1|'include classpath(\"x.conf\")'|'include' has no place",
      })
  void saysWhatIsWrong(String from, String to, String message) {
    assertThat(GOOD).contains(from);
    assertThatThrownBy(() -> ModelConf.parse(GOOD.replace(from, to)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void namesTheLine() {
    String text = "format = 1\n\narchitecture {\n  size = huge\n}\n";
    assertThatThrownBy(() -> ModelConf.parse(text))
        .hasMessage("line 4: architecture.size must be a whole number, not \"huge\"");
    assertThatThrownBy(() -> ModelConf.parse(GOOD + "\n\nextra = 1\n"))
        .hasMessageMatching("line \\d+: unknown key extra");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x = [", "x = {a:", "{", "x = [\"]\", ", "x."})
  void deepNestingIsNotAStackOverflow(String piece) {
    String text = piece + piece.replace("x = ", "").repeat(100_000) + "x = 1";
    assertThatThrownBy(() -> ModelConf.parse(text))
        .isInstanceOfAny(IllegalArgumentException.class, ConfigException.class);
  }

  @Test
  void endlessLayersAreRefused() {
    assertThatThrownBy(
            () ->
                ModelConf.parse(GOOD.replaceFirst("layers=\\[[^]]*]", "layers=[2000000000,1,1,1]")))
        .hasMessageContaining("more than 1000");
  }

  @Test
  void otherBytesAreAModelException(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.conf");
    Files.write(file, new byte[] {'a', (byte) 0xFF, '='});
    assertThatThrownBy(() -> ModelPackage.load(new LocalFileStore(folder)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("UTF-8");
    Files.write(file, new byte[(1 << 20) + 1]);
    assertThatThrownBy(() -> ModelPackage.load(new LocalFileStore(folder)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("larger than");
    Files.writeString(file, "format = {");
    assertThatThrownBy(() -> ModelPackage.load(new LocalFileStore(folder)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("model.conf");
  }

  @Test
  void asMuchNestingAsIsAllowedParses() {
    String sections = "x" + ".x".repeat(1000) + " = " + "[".repeat(500) + "]".repeat(500) + "\n";
    assertThatThrownBy(() -> ModelConf.parse(sections + "format = 1"))
        .hasMessageContaining("the key architecture is missing");
  }

  @Property(tries = 1000)
  void damageIsAlwaysADeclaredException(
      @ForAll @IntRange(max = 1_000_000) int where, @ForAll byte value) {
    byte[] bytes = GOOD.getBytes(StandardCharsets.UTF_8);
    bytes[where % bytes.length] = value;
    try {
      ModelConf.parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (ConfigException | IllegalArgumentException expected) {
      assertThat(expected.getMessage()).isNotBlank();
    }
  }
}
