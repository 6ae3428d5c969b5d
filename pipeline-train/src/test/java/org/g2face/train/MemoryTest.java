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
import org.junit.jupiter.params.provider.EnumSource;

@Tag("long")
class MemoryTest {
  private static final int STEPS = Integer.getInteger("steps", 500);

  @TempDir Path folder;

  /** The memory of the whole process, native and Java, after each step. */
  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"TORCH", "ND4J"})
  void staysFlat(Engine engine) throws IOException {
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
            bytes.add(Pointer.physicalBytes());
          }
        };
    new Trainer(
            Settings.small(STEPS).on(engine).build(),
            Packages.compact(folder.resolve("model")),
            Collective.single(),
            new MemoryFaces(32, 2, 0, 1),
            listener,
            CheckpointStore.none())
        .run();

    System.out.printf("%s: %.3f s a step%n", engine, seconds[0] / STEPS);
    long early = bytes.subList(STEPS / 5, 2 * STEPS / 5).stream().mapToLong(b -> b).max().orElseThrow();
    long late = bytes.subList(4 * STEPS / 5, STEPS).stream().mapToLong(b -> b).max().orElseThrow();
    System.out.printf("memory of %s: %d MiB, later %d MiB%n", engine, early >> 20, late >> 20);
    assertThat(late - early).isLessThan(48L << 20);
  }
}
