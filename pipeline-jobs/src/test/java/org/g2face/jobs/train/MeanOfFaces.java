package org.g2face.jobs.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.g2face.io.FileStore;
import org.g2face.tensor.Tensor;
import org.g2face.train.StepReport;
import org.g2face.train.data.DataPosition;

/**
 * The smallest training there is: gradient descent towards the mean of all faces.
 *
 * @param steps after how many steps it ends
 * @param checkpointEvery steps between two checkpoints
 * @param throwsAt the step in which rank 1 throws, once; 0 for never
 * @param marker a file that tells that it has happened
 */
record MeanOfFaces(long steps, long checkpointEvery, long throwsAt, String marker)
    implements RankTraining {
  private static final float RATE = 0.1f;

  static MeanOfFaces undisturbed(long steps) {
    return new MeanOfFaces(steps, 3, 0, "");
  }

  /** What a checkpoint holds. */
  record State(long step, long epoch, long images, float[] mean) {}

  @Override
  public void run(Rank rank) throws Exception {
    long step = 0;
    float[] mean = null;
    Optional<FileStore> latest = rank.checkpoints().latest();
    if (latest.isPresent()) {
      State state = read(latest.get());
      step = state.step();
      mean = state.mean();
      rank.faces().resume(new DataPosition(state.epoch(), state.images()));
    }
    while (step < steps) {
      step++;
      Tensor batch = rank.faces().next();
      int count = batch.count() / (int) batch.shape()[0];
      mean = mean == null ? new float[count] : mean;
      float[] gradient = new float[count + 1];
      for (int i = 0; i < batch.count(); i++) {
        gradient[i % count] += (mean[i % count] - batch.at(i)) / batch.shape()[0];
      }
      for (int i = 0; i < count; i++) {
        gradient[count] += gradient[i] * gradient[i] / count;
      }
      disturb(step, rank.collective().rank());
      gradient = averaged(rank, gradient);
      for (int i = 0; i < count; i++) {
        mean[i] -= RATE * gradient[i];
      }
      rank.listener()
          .onStep(
              new StepReport(
                  step,
                  Map.of("distance", (double) gradient[count]),
                  RATE,
                  0.01,
                  (int) batch.shape()[0] * rank.collective().world(),
                  false,
                  0));
      if (rank.collective().rank() == 0 && (step % checkpointEvery == 0 || step == steps)) {
        save(rank, step, mean);
      }
    }
  }

  private static float[] averaged(Rank rank, float[] gradient) {
    try (org.bytedeco.pytorch.Tensor value = org.bytedeco.pytorch.Tensor.create(gradient)) {
      rank.collective().average(List.of(value));
      float[] mean = new float[gradient.length];
      value.<FloatBuffer>createBuffer().get(mean);
      return mean;
    }
  }

  private static void save(Rank rank, long step, float[] mean) throws IOException {
    DataPosition position = rank.faces().position();
    State state = new State(step, position.epoch(), position.images(), mean);
    String place =
        rank.checkpoints()
            .save(
                step,
                folder -> {
                  try (OutputStream out = folder.create("state.json")) {
                    new ObjectMapper().writeValue(out, state);
                  }
                });
    rank.listener().onCheckpoint(step, place);
  }

  static State read(FileStore folder) throws IOException {
    try (InputStream in = folder.open("state.json").stream()) {
      return new ObjectMapper().readValue(in, State.class);
    }
  }

  private void disturb(long step, int rank) throws IOException {
    if (rank != 1 || step != throwsAt) {
      return;
    }
    try {
      Files.createFile(Path.of(marker));
    } catch (FileAlreadyExistsException e) {
      return;
    }
    throw new IOException("thrown on purpose");
  }
}
