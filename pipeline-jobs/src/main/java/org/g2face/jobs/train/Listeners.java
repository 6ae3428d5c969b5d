package org.g2face.jobs.train;

import java.util.List;
import java.util.Map;
import org.g2face.tensor.Tensor;
import org.g2face.train.StepReport;
import org.g2face.train.TrainerListener;

/** Tells several listeners, one after the other. */
record Listeners(List<? extends TrainerListener> all) implements TrainerListener {

  @Override
  public void onStep(StepReport report) {
    all.forEach(listener -> listener.onStep(report));
  }

  @Override
  public void onGrid(
      long step, Tensor original, Tensor anonymized, Tensor recovered, double bitErrorRate) {
    all.forEach(listener -> listener.onGrid(step, original, anonymized, recovered, bitErrorRate));
  }

  @Override
  public void onHeldOut(long step, Map<String, Double> measures) {
    all.forEach(listener -> listener.onHeldOut(step, measures));
  }

  @Override
  public void onSamples(long step, Tensor faces) {
    all.forEach(listener -> listener.onSamples(step, faces));
  }

  @Override
  public void onCheckpoint(long step, String place) {
    all.forEach(listener -> listener.onCheckpoint(step, place));
  }

  @Override
  public boolean asksToStop() {
    return all.stream().anyMatch(TrainerListener::asksToStop);
  }
}
