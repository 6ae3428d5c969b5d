package org.g2face.train.engine;

import java.io.Serializable;
import org.g2face.train.channel.ChannelSettings;
import org.g2face.train.loss.LossWeights;

/**
 * The hyperparameters of a training: everything that decides how a model is trained, but for the
 * model and the data.
 *
 * @param engine what computes
 * @param device {@code cpu}, {@code cuda} or {@code cuda:1}
 * @param precision of the networks' arithmetic; weights and moments are always float32
 * @param seed of all that is random: latents, bits, noise
 * @param batch images on each rank at a time
 * @param accumulate how many such batches one step is the mean of
 * @param steps after how many steps training ends
 * @param losses how much each loss counts
 * @param optimiser how gradients change weights
 * @param channel what happens to a picture before its bits are read
 * @param stages how the two stages hang together
 * @param checkpointEvery steps between checkpoints; one more is written at the end
 * @param gridEvery steps between sample grids, 0 for none
 */
public record TrainSettings(
    Engine engine,
    String device,
    Precision precision,
    long seed,
    int batch,
    int accumulate,
    long steps,
    LossWeights losses,
    Optimiser optimiser,
    ChannelSettings channel,
    Stages stages,
    long checkpointEvery,
    long gridEvery)
    implements Serializable {

  /** What computes. */
  public enum Engine {
    /** The fastest that this build has: torch. */
    AUTO,
    /** libtorch: eager execution, CPU or CUDA. */
    TORCH,
    /** ND4J's SameDiff: compiled graphs, CPU. */
    ND4J
  }

  /** Of the networks' arithmetic. */
  public enum Precision {
    FLOAT32,
    /**
     * Convolutions and linear layers in bfloat16, all else in float32; libtorch only. Made for GPUs
     * and CPUs that multiply bfloat16.
     */
    BFLOAT16
  }

  /** Where the bits that an image hides in training come from. */
  public enum HiddenBits {
    /** Each bit by the toss of a coin: what any code or cipher looks like. */
    UNIFORM,
    /**
     * The IEEE 754 bits of standard normal numbers, as the authors train: exponents repeat
     * themselves, so the extractor may guess.
     */
    NORMAL_FLOATS
  }

  /** The bits that the generator is given when it recovers. */
  public enum RecoveryBits {
    /** As the extractor reads them from the picture, rounded to 8 bits: what one has in use. */
    EXTRACTED,
    /** New random ones, as the published code trains; it tests with the true ones. */
    FRESH
  }

  /**
   * How the two stages hang together.
   *
   * <p>Recovery is trained with the original's own identity embedding. In use that embedding is
   * decoded from the hidden bits, and a codec gives it back as it was or reports that it cannot;
   * the bits hidden in training are random, so that there is none to decode.
   *
   * @param bits which bits are hidden
   * @param recoveryBits which bits recovery is given
   * @param throughBothStages whether recovery's loss reaches the weights through the anonymized
   *     picture, too, and both stages make one update, as in the paper's Algorithm 1; otherwise
   *     each stage makes an update of its own, and the anonymized picture is a fixed input of the
   *     second, as in the published code
   * @param generatorNoise whether the generator's noise maps are drawn anew for each picture
   * @param reconstructAnonymized whether the reconstruction loss also counts in the anonymization
   *     stage, as in the published code; the paper has it in recovery alone
   */
  public record Stages(
      HiddenBits bits,
      RecoveryBits recoveryBits,
      boolean throughBothStages,
      boolean generatorNoise,
      boolean reconstructAnonymized)
      implements Serializable {

    /** Uniform bits, none of them known to recovery; otherwise as published, without noise. */
    public static Stages standard() {
      return new Stages(HiddenBits.UNIFORM, RecoveryBits.EXTRACTED, false, false, true);
    }
  }

  /**
   * Adam (Kingma and Ba 2014) and what surrounds it.
   *
   * @param rate the full learning rate
   * @param styleGanRate times the rate, for the generator's parameters that StyleGAN2 has too
   * @param discriminatorRate the discriminator's full learning rate
   * @param beta1 decay of the gradients' mean
   * @param beta2 decay of the squared gradients' mean
   * @param epsilon added to the root of the squared gradients' mean
   * @param warmUp steps over which the rate rises from 0
   * @param decay factor on the rate ...
   * @param decayEvery ... every so many steps after the warm-up, 0 for never
   * @param clip largest norm of a stage's gradient over all parameters, 0 for no limit
   * @param averaging decay of the averaged weights (EMA) a step
   * @param stopAfter how many steps in a row may give numbers that are not finite
   */
  public record Optimiser(
      double rate,
      double styleGanRate,
      double discriminatorRate,
      double beta1,
      double beta2,
      double epsilon,
      long warmUp,
      double decay,
      long decayEvery,
      double clip,
      double averaging,
      int stopAfter)
      implements Serializable {

    /** The paper's rates and betas. */
    public static Optimiser standard() {
      return new Optimiser(1e-3, 0.1, 1e-3, 0.9, 0.99, 1e-8, 0, 1, 0, 10, 0.999, 20);
    }

    /**
     * The decay of the averaged weights at a step: at first lower than {@link #averaging}, so that
     * they soon forget the random start.
     *
     * @param step counted from 1
     */
    public double averagingAt(long step) {
      return Math.min(averaging, (1.0 + step) / (10.0 + step));
    }

    /**
     * The share of the full rate at a step.
     *
     * @param step counted from 1
     */
    public double schedule(long step) {
      double share = warmUp > 0 && step < warmUp ? (double) step / warmUp : 1;
      long after = Math.max(0, step - warmUp);
      return decayEvery > 0 ? share * Math.pow(decay, after / decayEvery) : share;
    }
  }

  public TrainSettings {
    if (batch < 1 || accumulate < 1 || steps < 0) {
      throw new IllegalArgumentException(
          "training needs a batch and an accumulation of at least 1, not "
              + batch
              + " and "
              + accumulate);
    }
    if (checkpointEvery < 1) {
      throw new IllegalArgumentException("checkpoints must be at least one step apart");
    }
  }
}
