package org.g2face.train;

import org.g2face.preflight.Arithmetic;
import org.g2face.preflight.Preflight;
import org.g2face.train.engine.EngineSession;
import org.g2face.train.engine.StartingPoint;
import org.g2face.train.engine.TrainSettings;
import org.g2face.train.engine.TrainSettings.Engine;
import org.g2face.train.engine.TrainSettings.Precision;
import org.g2face.train.engine.TrainingException;
import org.g2face.train.nd4j.Nd4jConvolver;
import org.g2face.train.nd4j.Nd4jSession;
import org.g2face.train.torch.TorchConvolver;
import org.g2face.train.torch.TorchSession;

/** Starts the engine that the settings name, once it has computed right what is known. */
final class Engines {
  private Engines() {}

  static EngineSession<?> open(StartingPoint start, TrainSettings settings) {
    if (settings.precision() == Precision.BFLOAT16 && settings.engine() == Engine.ND4J) {
      throw new TrainingException(
          "bfloat16 needs the engine torch; with nd4j train with precision float32");
    }
    if (settings.engine() != Engine.ND4J) {
      Preflight.require(new TorchConvolver(settings.device(), Arithmetic.FLOAT32));
      if (settings.precision() == Precision.BFLOAT16) {
        Preflight.require(new TorchConvolver(settings.device(), Arithmetic.BFLOAT16));
      }
      return new TorchSession(start, settings);
    }
    if (!settings.device().equals("cpu")) {
      throw new TrainingException(
          "engine nd4j trains on the device cpu, not on " + settings.device());
    }
    Preflight.require(new Nd4jConvolver());
    return new Nd4jSession(start, settings);
  }
}
