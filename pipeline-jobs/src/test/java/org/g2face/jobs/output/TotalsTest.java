package org.g2face.jobs.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.output.SplitOutput.DataFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The guard of "inputs = published + quarantined + ignored", seen to fail. */
class TotalsTest {
  @TempDir private Path folder;

  /** One pack with so many rows in each folder. */
  private static List<SplitOutput> packs(long images, long quarantine, long audit) {
    List<DataFile> files =
        List.of(
            new DataFile(DatasetFolder.IMAGES, 1, images, ""),
            new DataFile(DatasetFolder.QUARANTINE, 1, quarantine, ""),
            new DataFile(DatasetFolder.AUDIT, 1, audit, ""));
    return List.of(
        new SplitOutput(0, "one", files.subList(0, 1), 0, new TreeMap<>(), 0),
        new SplitOutput(1, "two", files.subList(1, 3), 0, new TreeMap<>(), 0));
  }

  private static Counts counts(long inputs, long published, long quarantined, long ignored) {
    return new Counts(inputs, published, quarantined, ignored, Map.of());
  }

  @Test
  void passesWhenEveryInputIsSomewhereOnce() {
    assertThatCode(() -> Totals.check(counts(10, 5, 3, 2), packs(5, 5, 10)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    // Inputs that became nothing, or two things, though all rows agree with the counts.
    "11, 5, 3, 2,  5, 5, 11",
    "9,  5, 3, 2,  5, 5, 9",
    // An input that has no row in the audit, or two.
    "10, 5, 3, 2,  5, 5, 9",
    "10, 5, 3, 2,  5, 5, 11",
    // An image that was counted and not written, or written and not counted.
    "10, 5, 3, 2,  4, 5, 10",
    "10, 5, 3, 2,  6, 5, 10",
    // The same of what was refused, and of what was ignored.
    "10, 5, 3, 2,  5, 4, 10",
    "10, 5, 3, 2,  5, 6, 10",
    "10, 5, 3, 2,  5, 3, 10"
  })
  void whatDoesNotAddUpFailsTheJob(
      long inputs,
      long published,
      long quarantined,
      long ignored,
      long images,
      long quarantine,
      long audit) {
    assertThatThrownBy(
            () ->
                Totals.check(
                    counts(inputs, published, quarantined, ignored),
                    packs(images, quarantine, audit)))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("images were lost or came twice")
        .hasMessageContaining(images + " rows in images, " + quarantine + " in quarantine, ");
  }

  @ParameterizedTest
  @CsvSource({
    "6, 3, 2, 1, true",
    "5, 3, 2, 1, false",
    "7, 3, 2, 1, false",
    "3, 3, 2, 1, false",
    "0, 0, 0, 0, true"
  })
  void countsAddUp(long inputs, long published, long quarantined, long ignored, boolean expected) {
    assertThat(counts(inputs, published, quarantined, ignored).addUp()).isEqualTo(expected);
  }

  @Test
  void countsAreTheSumOverPacks() {
    SplitOutput one =
        new SplitOutput(0, "a", List.of(), 4, new TreeMap<>(Map.of("corrupt", 2L, "empty", 1L)), 1);
    SplitOutput two =
        new SplitOutput(1, "b", List.of(), 3, new TreeMap<>(Map.of("corrupt", 5L)), 2);

    Counts counts = Counts.of(18, List.of(one, two));

    assertThat(counts).isEqualTo(new Counts(18, 7, 8, 3, Map.of("corrupt", 7L, "empty", 1L)));
    assertThat(counts.addUp()).isTrue();
    assertThat(one.inputs()).isEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource({"2, 2, true", "1, 2, false", "3, 2, false", "0, 0, true", "0, 1, false"})
  void thereAreAsManyFilesAsPublishedImages(int files, long published, boolean expected)
      throws IOException {
    for (int i = 0; i < files; i++) {
      Path file = folder.resolve(DatasetFolder.FILES + "/below/" + i + ".png");
      Files.createDirectories(file.getParent());
      Files.writeString(file, "a picture");
    }
    var data = new org.apache.hadoop.fs.Path(folder.toUri());
    Counts counts = counts(published, published, 0, 0);

    if (expected) {
      assertThatCode(() -> Totals.checkFiles(data, counts, new Configuration()))
          .doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> Totals.checkFiles(data, counts, new Configuration()))
          .isInstanceOf(JobFailedException.class)
          .hasMessage(
              "%d images were published, but there are %d files".formatted(published, files));
    }
  }
}
