package org.g2face.train.step;

import java.util.Map;
import org.g2face.model.Architecture;
import org.g2face.ops.Ops;
import org.g2face.train.engine.Networks;
import org.g2face.train.loss.AdversarialLoss;
import org.g2face.train.loss.FaceGeometryLoss;
import org.g2face.train.loss.LossWeights;
import org.g2face.train.loss.ReconstructionLoss;

/** The losses that both stages have: of a picture that shall look like the original. */
record CommonLosses(Architecture architecture, LossWeights weights) {

  <T> void reconstruction(Networks<T> nets, Losses<T> losses, T made, T original) {
    Ops<T> ops = nets.ops();
    losses.add("pixels", weights.pixels(), () -> ReconstructionLoss.pixels(ops, made, original));
    losses.add(
        "perceptual",
        weights.perceptual(),
        () ->
            ReconstructionLoss.perceptual(
                ops, architecture.perceptual(), nets.perceptual(), made, original));
  }

  <T> void adversarial(Networks<T> nets, Losses<T> losses, T made) {
    losses.add(
        "adversarial",
        weights.adversarial(),
        () -> AdversarialLoss.generator(nets.ops(), nets.judge(nets.forJudgement(made))));
  }

  /**
   * The geometry loss.
   *
   * @param in with the original's coefficients
   */
  <T> void geometry(Networks<T> nets, Losses<T> losses, T made, Map<String, T> in) {
    if (!weights.geometry()) {
      return;
    }
    if (weights.mesh() + weights.colour() == 0) {
      losses.add(
          "landmarks",
          weights.landmarks(),
          () ->
              new FaceGeometryLoss(nets.morphable())
                  .landmarks(nets.ops(), in.get(Analysis.COEFFICIENTS), nets.coefficients(made)));
      return;
    }
    FaceGeometryLoss.Terms<T> terms =
        new FaceGeometryLoss(nets.morphable())
            .forward(nets.ops(), in.get(Analysis.COEFFICIENTS), nets.coefficients(made));
    losses.add("mesh", weights.mesh(), terms::mesh);
    losses.add("colour", weights.colour(), terms::colour);
    losses.add("landmarks", weights.landmarks(), terms::landmarks);
  }
}
