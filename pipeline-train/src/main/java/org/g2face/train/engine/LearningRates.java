package org.g2face.train.engine;

import java.util.Set;
import org.g2face.model.Part;

/** The learning rates of parameters, as shares of the training's. */
public final class LearningRates {
  /** The generator's modules that StyleGAN2 does not have. */
  private static final Set<String> NEW = Set.of("pyramid", "fusion_mask", "hiding_injects");

  private LearningRates() {}

  /** Whether a parameter is one that StyleGAN2's generator has, too. */
  public static boolean fromStyleGan(Part part, String name) {
    return part == Part.GENERATOR && !NEW.contains(name.split("\\.", 2)[0]);
  }

  /** The full learning rate of a parameter. */
  public static double of(Part part, String name, TrainSettings.Optimiser optimiser) {
    if (part == Part.DISCRIMINATOR) {
      return optimiser.discriminatorRate();
    }
    return fromStyleGan(part, name)
        ? optimiser.rate() * optimiser.styleGanRate()
        : optimiser.rate();
  }
}
