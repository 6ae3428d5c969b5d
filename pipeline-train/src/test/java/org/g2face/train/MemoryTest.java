package org.g2face.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.g2face.model.Packages;
import org.g2face.train.TrainSettings.Engine;
import org.g2face.train.collective.Collective;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("long")
class MemoryTest {
  @TempDir Path folder;

  /**
   * The memory of the process outside the Java heap, after each step: the engines' own. The heap
   * has its bound, and grows up to it whenever the collector likes.
   */
  @ParameterizedTest
  @CsvSource({"TORCH, 500", "ND4J, 500"})
  void staysFlat(Engine engine, int steps) throws IOException {
    double[] seconds = new double[1];
    List<Long> bytes = new ArrayList<>();
    TrainerListener listener =
        new TrainerListener() {
          @Override
          public void onStep(StepReport report) {
            if (report.step() % 50 == 0) {
              System.gc();
            }
            seconds[0] += report.seconds();
            long heap = Runtime.getRuntime().totalMemory();
            bytes.add(Pointer.physicalBytes() - heap);
            if (report.step() % 50 == 0) {
              System.out.printf(
                  "%s, step %d: %d MiB, and %d MiB of Java heap%n",
                  engine, report.step(), bytes.get(bytes.size() - 1) >> 20, heap >> 20);
            }
          }
        };
    new Trainer(
            Settings.small(steps).on(engine).build(),
            Packages.compact(folder.resolve("model")),
            Collective.single(),
            new MemoryFaces(32, 2, 0, 1),
            listener,
            CheckpointStore.none())
        .run();

    long early =
        bytes.subList(steps / 5, 2 * steps / 5).stream().mapToLong(b -> b).max().orElseThrow();
    long late = bytes.subList(4 * steps / 5, steps).stream().mapToLong(b -> b).max().orElseThrow();
    System.out.printf(
        "%s: %.3f s a step, %d MiB, later %d MiB%n",
        engine, seconds[0] / steps, early >> 20, late >> 20);
    assertThat(late - early).isLessThan(64L << 20);
  }
}
