package org.g2face.train;

import org.g2face.train.channel.ChannelSettings;
import org.g2face.train.engine.TrainSettings;
import org.g2face.train.engine.TrainSettings.Engine;
import org.g2face.train.engine.TrainSettings.HiddenBits;
import org.g2face.train.engine.TrainSettings.Optimiser;
import org.g2face.train.engine.TrainSettings.Precision;
import org.g2face.train.engine.TrainSettings.RecoveryBits;
import org.g2face.train.engine.TrainSettings.Stages;
import org.g2face.train.loss.LossWeights;

/** Settings for tests: small, without what a compact package lacks. */
record Settings(
    Engine engine,
    int batch,
    int accumulate,
    long steps,
    LossWeights losses,
    Optimiser optimiser,
    ChannelSettings channel,
    Stages stages,
    long checkpointEvery,
    long gridEvery) {

  static Settings small(long steps) {
    return new Settings(
        Engine.TORCH,
        2,
        1,
        steps,
        new LossWeights(1, 1, 0, 1, 1, 0, 0, 0, 10, 0, 10, 2),
        new Optimiser(1e-3, 0.1, 1e-3, 0.9, 0.99, 1e-8, 4, 0.9, 10, 10, 0.9, 3),
        new ChannelSettings(0.01, true, 0.5, 0.75, 0.5, 50, 95),
        Stages.standard(),
        1000,
        0);
  }

  TrainSettings build() {
    return new TrainSettings(
        engine,
        "cpu",
        Precision.FLOAT32,
        11,
        batch,
        accumulate,
        steps,
        losses,
        optimiser,
        channel,
        stages,
        checkpointEvery,
        gridEvery);
  }

  Settings on(Engine other) {
    return new Settings(
        other,
        batch,
        accumulate,
        steps,
        losses,
        optimiser,
        channel,
        stages,
        checkpointEvery,
        gridEvery);
  }

  Settings batches(int size, int number) {
    return new Settings(
        engine,
        size,
        number,
        steps,
        losses,
        optimiser,
        channel,
        stages,
        checkpointEvery,
        gridEvery);
  }

  Settings weighing(LossWeights other) {
    return new Settings(
        engine,
        batch,
        accumulate,
        steps,
        other,
        optimiser,
        channel,
        stages,
        checkpointEvery,
        gridEvery);
  }

  Settings optimised(Optimiser other) {
    return new Settings(
        engine,
        batch,
        accumulate,
        steps,
        losses,
        other,
        channel,
        stages,
        checkpointEvery,
        gridEvery);
  }

  Settings through(ChannelSettings other) {
    return new Settings(
        engine,
        batch,
        accumulate,
        steps,
        losses,
        optimiser,
        other,
        stages,
        checkpointEvery,
        gridEvery);
  }

  Settings staged(Stages other) {
    return new Settings(
        engine,
        batch,
        accumulate,
        steps,
        losses,
        optimiser,
        channel,
        other,
        checkpointEvery,
        gridEvery);
  }

  Settings every(long checkpoint, long grid) {
    return new Settings(
        engine, batch, accumulate, steps, losses, optimiser, channel, stages, checkpoint, grid);
  }

  /** The published way: bits of normal numbers, noise maps, fresh bits in recovery. */
  static Stages published(boolean throughBoth) {
    return new Stages(HiddenBits.NORMAL_FLOATS, RecoveryBits.FRESH, throughBoth, true, true);
  }
}
