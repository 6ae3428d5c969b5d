package org.g2face.train;

import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import org.g2face.tensor.Tensor;
import org.g2face.train.data.DataPosition;
import org.g2face.train.data.FaceBatches;

/** Coloured patches with some grain, dealt out to the ranks in turn, batch by batch. */
final class MemoryFaces implements FaceBatches {
  private final int size;
  private final int batch;
  private final int rank;
  private final int world;
  private long given;

  MemoryFaces(int size, int batch, int rank, int world) {
    this.size = size;
    this.batch = batch;
    this.rank = rank;
    this.world = world;
  }

  @Override
  public Tensor next() {
    FloatBuffer values = Tensor.allocate(batch * 3 * size * size);
    long first = (given * world + rank) * batch;
    given++;
    for (int i = 0; i < batch; i++) {
      SplittableRandom random = new SplittableRandom(first + i);
      for (int channel = 0; channel < 3; channel++) {
        double level = random.nextDouble() - 0.5;
        double along = random.nextDouble() - 0.5;
        double down = random.nextDouble() - 0.5;
        for (int y = 0; y < size; y++) {
          for (int x = 0; x < size; x++) {
            double grain = 0.3 * (random.nextDouble() - 0.5);
            values.put((float) (level + along * x / size + down * y / size + grain));
          }
        }
      }
    }
    return Tensor.wrap(values.flip(), batch, 3, size, size);
  }

  @Override
  public DataPosition position() {
    return new DataPosition(0, given * world * batch);
  }

  @Override
  public void resume(DataPosition position) {
    given = position.images() / ((long) world * batch);
  }

  @Override
  public void close() {}
}
