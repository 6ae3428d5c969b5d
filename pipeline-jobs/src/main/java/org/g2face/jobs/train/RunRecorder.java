package org.g2face.jobs.train;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.g2face.image.ImageEncoder;
import org.g2face.image.RgbImage;
import org.g2face.tensor.Tensor;
import org.g2face.train.StepReport;
import org.g2face.train.TrainerListener;

/** Writes what rank 0 hears to the run's folder: curves for TensorBoard, and sample grids. */
final class RunRecorder implements TrainerListener, Closeable {
  private static final long FLUSH_NANOS = 10_000_000_000L;

  private final RunFolder folder;
  private final EventFile events;
  private final ImageEncoder encoder = new ImageEncoder();
  private long flushed = System.nanoTime();

  /**
   * @param host of this task, for the name of the file of events
   */
  RunRecorder(RunFolder folder, String host) throws IOException {
    this.folder = folder;
    this.events = new EventFile(folder.store(), folder.events(), host);
  }

  @Override
  public void onStep(StepReport report) {
    Map<String, Double> values = new LinkedHashMap<>();
    report.losses().forEach((name, value) -> values.put("loss/" + name.replace('.', '/'), value));
    values.put("training/learning-rate", report.learningRate());
    values.put("training/images-per-second", report.imagesPerSecond());
    values.put("training/skipped-steps", (double) report.skippedSoFar());
    write(() -> events.scalars(report.step(), values));
    if (System.nanoTime() - flushed > FLUSH_NANOS) {
      write(events::flush);
      flushed = System.nanoTime();
    }
  }

  @Override
  public void onGrid(
      long step, Tensor original, Tensor anonymized, Tensor recovered, double bitErrorRate) {
    picture(step, "original, anonymized, recovered", List.of(original, anonymized, recovered));
    write(() -> events.scalars(step, Map.of("training/bit-error-rate", bitErrorRate)));
  }

  @Override
  public void onHeldOut(long step, Map<String, Double> measures) {
    Map<String, Double> values = new LinkedHashMap<>();
    measures.forEach((name, value) -> values.put("held-out/" + name, value));
    write(
        () -> {
          events.scalars(step, values);
          StringBuilder text = new StringBuilder();
          measures.forEach(
              (name, value) -> text.append(String.format(Locale.ROOT, "%s = %.5g%n", name, value)));
          byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
          folder.write(new Path(folder.samples(), "step-%09d.txt".formatted(step)), bytes);
        });
  }

  @Override
  public void onSamples(long step, Tensor faces) {
    picture(step, "faces of nobody", List.of(faces));
  }

  private void picture(long step, String tag, List<Tensor> rows) {
    RgbImage grid = SampleGrid.of(rows);
    byte[] png = encoder.png(grid);
    write(
        () -> {
          folder.write(new Path(folder.samples(), "step-%09d.png".formatted(step)), png);
          events.image(step, tag, grid.width(), grid.height(), png);
          events.flush();
        });
  }

  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }

  /** A run that cannot be written to cannot keep checkpoints either, so it ends here. */
  private void write(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder.path(), e);
    }
  }

  @Override
  public void close() throws IOException {
    events.close();
  }
}
