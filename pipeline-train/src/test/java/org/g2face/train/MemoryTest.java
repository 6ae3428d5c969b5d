package org.g2face.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.g2face.model.Packages;
import org.g2face.train.collective.Collective;
import org.g2face.train.engine.TrainSettings.Engine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("long")
class MemoryTest {
  @TempDir Path folder;

  /** How often memory is looked at, in steps. */
  private static final int INTERVAL = 50;

  /**
   * The memory of the process outside the Java heap: the engines' own. ND4J's arrays are freed when
   * the collector has found that nobody uses them, so that is waited for. The heap has its bound,
   * and grows up to it whenever the collector likes; what is used of it is looked at, too.
   */
  @ParameterizedTest
  @CsvSource({"TORCH, 500", "ND4J, 500"})
  void staysFlat(Engine engine, int steps) throws IOException {
    List<Long> outside = new ArrayList<>();
    List<Long> inside = new ArrayList<>();
    TrainerListener listener =
        new TrainerListener() {
          @Override
          public void onStep(StepReport report) {
            if (report.step() % INTERVAL != 0) {
              return;
            }
            collect();
            Runtime java = Runtime.getRuntime();
            inside.add(java.totalMemory() - java.freeMemory() >> 20);
            outside.add(Pointer.physicalBytes() - java.totalMemory() >> 20);
            System.out.printf(
                "%s, step %d: %d MiB, and %d MiB in the Java heap%n",
                engine,
                report.step(),
                outside.get(outside.size() - 1),
                inside.get(inside.size() - 1));
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

    assertThat(highest(inside, 5, 10)).isLessThan(highest(inside, 1, 5) + 32);
    assertThat(highest(outside, 5, 10)).isLessThan(highest(outside, 1, 5) + 128);
  }

  private static long highest(List<Long> values, int from, int to) {
    return values.subList(from, to).stream().mapToLong(value -> value).max().orElseThrow();
  }

  private static void collect() {
    try {
      for (int i = 0; i < 3; i++) {
        System.gc();
        Thread.sleep(300);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
