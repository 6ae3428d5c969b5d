package org.g2face.jobs.settings;

import com.typesafe.config.Config;
import java.util.List;
import java.util.Optional;
import org.g2face.jobs.config.ConfigurationException;
import org.g2face.jobs.config.Section;
import org.g2face.jobs.io.ExternalNetwork;
import org.g2face.jobs.shards.ColourJitter;
import org.g2face.jobs.shards.ShardBatches;
import org.g2face.jobs.train.CheckpointRetention;
import org.g2face.jobs.train.ClusterOptions;
import org.g2face.train.channel.ChannelSettings;
import org.g2face.train.engine.TrainSettings;
import org.g2face.train.loss.DistillationLoss;
import org.g2face.train.loss.GeometryFitLoss;
import org.g2face.train.loss.LossWeights;

/**
 * The job {@code train}.
 *
 * @param data the packed dataset's folder
 * @param output the run's folder
 * @param model the model package's folder
 * @param stage what is trained
 * @param teacher for the stage {@code identity}
 * @param distillation how the identity network is compared with its teacher
 * @param landmarks for the stage {@code geometry}
 * @param pose likewise
 * @param fitting how the geometry network's coefficients are judged
 * @param trainer what each rank does
 * @param cluster how many ranks there are
 * @param keep which checkpoints are kept
 * @param order in which order images come
 * @param ahead what reading ahead may cost
 */
public record TrainingSettings(
    Optional<String> data,
    Optional<String> output,
    Optional<String> model,
    Stage stage,
    ExternalNetwork teacher,
    DistillationLoss.Weights distillation,
    ExternalNetwork landmarks,
    ExternalNetwork pose,
    GeometryFitLoss.Weights fitting,
    TrainSettings trainer,
    ClusterOptions cluster,
    CheckpointRetention keep,
    ShardBatches.Order order,
    ShardBatches.Ahead ahead) {
  private static final double ANY = Double.MAX_VALUE;

  /** What a training trains. */
  public enum Stage {
    /** Everything that anonymizes and recovers. */
    G2FACE,
    /** A StyleGAN2 that the generator then starts from. */
    PRIOR,
    /** A compact identity network, by a teacher. */
    IDENTITY,
    /** A compact geometry network, by landmarks and poses that others see. */
    GEOMETRY
  }

  static TrainingSettings of(Config config) {
    Section train = new Section(config, "train");
    Section reading = new Section(config, "train.reading");
    return new TrainingSettings(
        train.optionalText("data"),
        train.optionalText("output"),
        train.optionalText("model"),
        train.choice("stage", Stage.class),
        ExternalNetwork.of(new Section(config, "train.teacher")),
        distillation(new Section(config, "train.distillation")),
        ExternalNetwork.of(new Section(config, "train.landmarks")),
        ExternalNetwork.of(new Section(config, "train.pose")),
        fitting(new Section(config, "train.fitting")),
        trainer(config, train),
        new ClusterOptions(
            train.count("workers"),
            train.duration("wait-for-executors"),
            train.duration("timeout")),
        new CheckpointRetention(train.count("keep-last"), train.whole("keep-every", 0)),
        new ShardBatches.Order(
            train.whole("seed", Long.MIN_VALUE),
            reading.count("window"),
            reading.flag("mirror"),
            reading.number("grey", 0, 1),
            jitter(new Section(config, "train.reading.jitter")),
            (int) reading.whole("held-out", 0)),
        new ShardBatches.Ahead(reading.count("threads"), reading.count("batches")));
  }

  private static ColourJitter jitter(Section jitter) {
    return new ColourJitter(
        jitter.number("share", 0, 1),
        jitter.number("brightness", 0, 1),
        jitter.number("contrast", 0, 1),
        jitter.number("cast", 0, 1));
  }

  private static DistillationLoss.Weights distillation(Section distillation) {
    try {
      return new DistillationLoss.Weights(
          distillation.number("direction", 0, ANY), distillation.number("relations", 0, ANY));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(List.of("section train.distillation: " + e.getMessage()));
    }
  }

  private static GeometryFitLoss.Weights fitting(Section fitting) {
    try {
      return new GeometryFitLoss.Weights(
          fitting.number("landmarks", 0, ANY),
          fitting.number("pose", 0, ANY),
          fitting.number("identity", 0, ANY),
          fitting.number("expression", 0, ANY),
          fitting.number("range", 0, ANY));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(List.of("section train.fitting: " + e.getMessage()));
    }
  }

  private static TrainSettings trainer(Config config, Section train) {
    try {
      return new TrainSettings(
          train.choice("engine", TrainSettings.Engine.class),
          train.nonEmpty("device"),
          train.choice("precision", TrainSettings.Precision.class),
          train.whole("seed", Long.MIN_VALUE),
          train.count("batch-size"),
          train.count("accumulate"),
          train.whole("steps", 0),
          losses(new Section(config, "train.losses")),
          optimiser(new Section(config, "train.optimiser")),
          channel(new Section(config, "train.channel")),
          stages(new Section(config, "train.stages")),
          train.whole("checkpoint-every", 1),
          train.whole("grid-every", 0));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(List.of("section train: " + e.getMessage()));
    }
  }

  private static LossWeights losses(Section losses) {
    return new LossWeights(
        losses.number("diversity", 0, ANY),
        losses.number("pixels", 0, ANY),
        losses.number("perceptual", 0, ANY),
        losses.number("adversarial", 0, ANY),
        losses.number("identity", 0, ANY),
        losses.number("mesh", 0, ANY),
        losses.number("colour", 0, ANY),
        losses.number("landmarks", 0, ANY),
        losses.number("hiding", 0, ANY),
        losses.number("hiding-again", 0, ANY),
        losses.number("r1", 0, ANY),
        losses.count("r1-every"),
        new LossWeights.Inpainting(
            losses.number("background", 0, ANY),
            losses.number("light", 0, ANY),
            losses.number("dummies", 0, ANY),
            losses.number("margin", 0, 1),
            losses.number("coded", 0, 1)));
  }

  private static TrainSettings.Optimiser optimiser(Section optimiser) {
    return new TrainSettings.Optimiser(
        optimiser.number("rate", 0, ANY),
        optimiser.number("stylegan-rate", 0, ANY),
        optimiser.number("discriminator-rate", 0, ANY),
        optimiser.number("beta1", 0, 1),
        optimiser.number("beta2", 0, 1),
        optimiser.number("epsilon", 0, 1),
        optimiser.whole("warm-up", 0),
        optimiser.number("decay", 0, 1),
        optimiser.whole("decay-every", 0),
        optimiser.number("clip", 0, ANY),
        optimiser.number("averaging", 0, 1),
        optimiser.count("stop-after"));
  }

  private static ChannelSettings channel(Section channel) {
    return new ChannelSettings(
        channel.number("noise", 0, ANY),
        channel.flag("round"),
        channel.number("resize", 0, 1),
        channel.number("resize-to", 0, 1),
        channel.number("jpeg", 0, 1),
        channel.count("jpeg-lowest"),
        channel.count("jpeg-highest"));
  }

  private static TrainSettings.Stages stages(Section stages) {
    return new TrainSettings.Stages(
        stages.choice("bits", TrainSettings.HiddenBits.class),
        stages.choice("recovery-bits", TrainSettings.RecoveryBits.class),
        stages.flag("through-both"),
        stages.flag("generator-noise"),
        stages.flag("reconstruct-anonymized"));
  }
}
