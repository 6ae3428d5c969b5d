package org.g2face.jobs.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
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

  /** Files whose names are folders of other files, in archives for example. */
  @Example
  void noFolderIsCalledLikeAFile() {
    for (FileNames names : List.of(FileNames.REPLACED, FileNames.APPENDED, FileNames.DIGESTED)) {
      List<String> files =
          Stream.of(
                  "x.jpg",
                  "x.png/y.jpg",
                  "x.jpg.png/y.jpg",
                  "X.PNG/z.jpg",
                  names.of("x.jpg") + "/q")
              .map(names::of)
              .toList();
      assertThat(files).doesNotHaveDuplicates();
      for (String file : files) {
        assertThat(files).noneMatch(other -> other.startsWith(file + "/"));
      }
    }
  }

  @Example
  void whatIsDeepFitsIntoAStore() {
    String folder = ("d".repeat(100) + "/").repeat(41);
    for (FileNames names : FileNames.values()) {
      String one = names.of(folder + "a.jpg");
      assertThat(one.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1000);
      assertThat(one).isNotEqualTo(names.of(folder + "x/a.jpg"));
    }
  }

  @Property
  void digestedNamesDifferWhateverAStoreFolds(
      @ForAll("ids") String one, @ForAll("ids") String other) {
    assertThat(FileNames.DIGESTED.folded(one).equals(FileNames.DIGESTED.folded(other)))
        .isEqualTo(one.equals(other));
  }

  @Example
  void aStoreMayFoldCaseAndForms() {
    assertThat(FileNames.REPLACED.folded("\u00c9.jpg"))
        .isEqualTo(FileNames.REPLACED.folded("e\u0301.jpg"));
  }
}
