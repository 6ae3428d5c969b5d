package org.g2face.jobs.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FileNamesTest {
  @Example
  void mirrorsFolders() {
    assertThat(FileNames.REPLACED.of("a/b c.jpg")).isEqualTo("a/b c.png");
    assertThat(FileNames.REPLACED.of("a.b/c")).isEqualTo("a.b/c.png");
    assertThat(FileNames.REPLACED.of("shard.parquet#12")).isEqualTo("shard.png");
    assertThat(FileNames.APPENDED.of("a/b c.jpg")).isEqualTo("a/b c.jpg.png");
  }

  @Example
  void cannotLeaveItsFolder() {
    assertThat(FileNames.APPENDED.of("../../etc/passwd")).isEqualTo("%2E%2E/%2E%2E/etc/passwd.png");
    assertThat(FileNames.REPLACED.of("/etc/passwd")).isEqualTo("%2F/etc/passwd.png");
    assertThat(FileNames.APPENDED.of("c:\\x")).isEqualTo("c%3A%5Cx.png");
  }

  @Property
  void anyIdStaysBelowTheFolderAndFitsIntoAStore(
      @ForAll("ids") String id, @ForAll FileNames names) {
    String name = names.of(id);

    Path root = Path.of("/root/files");
    assertThat(root.resolve(name).normalize().startsWith(root)).as(name).isTrue();
    assertThat(name).doesNotStartWith("/").endsWith(names == FileNames.KEPT ? "" : ".png");
    assertThat(Arrays.stream(name.split("/", -1)))
        .allSatisfy(
            segment -> {
              assertThat(segment).isNotIn("", ".", "..");
              assertThat(segment.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(255);
              assertThat(segment.chars()).noneMatch(Character::isISOControl);
            });
  }

  @Property
  void appendedNamesDifferWhereverIdsDo(@ForAll("ids") String one, @ForAll("ids") String other) {
    assertThat(FileNames.APPENDED.of(one).equals(FileNames.APPENDED.of(other)))
        .isEqualTo(one.equals(other));
  }

  @Provide
  Arbitrary<String> ids() {
    Arbitrary<String> odd =
        Arbitraries.of(
            "",
            ".",
            "..",
            "/",
            "%",
            "%2F",
            "%2E%2E",
            "a",
            "A",
            ".jpg",
            "a.jpg",
            "~",
            "\n",
            "ü",
            "x".repeat(300),
            "\uD83D\uDE00".repeat(80));
    return Arbitraries.oneOf(
        odd,
        Arbitraries.strings().ofMaxLength(12),
        Combinators.combine(odd, odd, odd).as((a, b, c) -> a + b + "/" + c));
  }
}
