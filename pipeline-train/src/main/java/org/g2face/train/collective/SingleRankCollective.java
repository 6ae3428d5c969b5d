package org.g2face.train.collective;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** One rank alone: every mean is the value itself. */
record SingleRankCollective() implements Collective {

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public int world() {
    return 1;
  }

  @Override
  public void average(List<Tensor> values) {}

  @Override
  public void broadcast(List<Tensor> values, int root) {}

  @Override
  public void close() {}
}
