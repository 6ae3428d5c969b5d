package org.g2face.train;

import org.g2face.train.TrainSettings.Engine;
import org.g2face.train.TrainSettings.Precision;
import org.g2face.train.nd4j.Nd4jSession;
import org.g2face.train.torch.TorchSession;

/** Starts the engine that the settings name. */
final class Engines {
  private Engines() {}

  static EngineSession<?> open(StartingPoint start, TrainSettings settings) {
    if (settings.precision() == Precision.BFLOAT16 && settings.engine() == Engine.ND4J) {
      throw new TrainingException(
          "bfloat16 needs the engine torch; with nd4j train with precision float32");
    }
    if (settings.engine() != Engine.ND4J) {
      return new TorchSession(start, settings);
    }
    if (!settings.device().equals("cpu")) {
      throw new TrainingException(
          "engine nd4j trains on the device cpu, not on " + settings.device());
    }
    return new Nd4jSession(start, settings);
  }
}
