package org.g2face.jobs.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.g2face.jobs.config.Configuration;
import org.g2face.jobs.config.ConfigurationException;
import org.g2face.jobs.config.Setting;
import org.g2face.jobs.ingest.ShardOptions;
import org.g2face.jobs.train.CheckpointRetention;
import org.g2face.jobs.train.ClusterOptions;
import org.g2face.train.channel.ChannelSettings;
import org.g2face.train.engine.TrainSettings;
import org.g2face.train.engine.TrainSettings.Optimiser;
import org.g2face.train.engine.TrainSettings.Stages;
import org.g2face.train.loss.LossWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingSettingsTest {

  @Test
  void defaultsAreTheStandardOnes() {
    Settings defaults = settings();
    TrainSettings trainer = defaults.train().trainer();

    assertThat(trainer.losses()).isEqualTo(LossWeights.standard());
    assertThat(trainer.optimiser()).isEqualTo(Optimiser.standard());
    assertThat(trainer.stages()).isEqualTo(Stages.standard());
    assertThat(trainer.channel().round()).isTrue();
    assertThat(trainer.channel().jpeg()).isZero();
    assertThat(defaults.train().cluster()).isEqualTo(ClusterOptions.of(1));
    assertThat(defaults.train().keep()).isEqualTo(new CheckpointRetention(3, 0));
    assertThat(defaults.ingest().shards()).isEqualTo(ShardOptions.standard());
    assertThat(defaults.train().order().seed()).isEqualTo(trainer.seed());
  }

  @Test
  void everyNumberGoesWhereItBelongs() {
    TrainingSettings train =
        settings(
                "losses.diversity=1.5",
                "losses.pixels=2.5",
                "losses.perceptual=3.5",
                "losses.adversarial=4.5",
                "losses.identity=5.5",
                "losses.mesh=6.5",
                "losses.colour=7.5",
                "losses.landmarks=8.5",
                "losses.hiding=9.5",
                "losses.hiding-again=10.5",
                "losses.r1=11.5",
                "losses.r1-every=12",
                "optimiser.rate=0.11",
                "optimiser.stylegan-rate=0.12",
                "optimiser.discriminator-rate=0.13",
                "optimiser.beta1=0.14",
                "optimiser.beta2=0.15",
                "optimiser.epsilon=0.16",
                "optimiser.warm-up=17",
                "optimiser.decay=0.18",
                "optimiser.decay-every=19",
                "optimiser.clip=20",
                "optimiser.averaging=0.21",
                "optimiser.stop-after=22",
                "channel.noise=0.31",
                "channel.round=false",
                "channel.resize=0.32",
                "channel.resize-to=0.33",
                "channel.jpeg=0.34",
                "channel.jpeg-lowest=35",
                "channel.jpeg-highest=36",
                "stages.bits=normal_floats",
                "stages.recovery-bits=fresh",
                "stages.through-both=true",
                "stages.generator-noise=true",
                "stages.reconstruct-anonymized=false",
                "engine=nd4j",
                "device=cuda:1",
                "precision=bfloat16",
                "seed=-3",
                "batch-size=41",
                "accumulate=42",
                "steps=43",
                "checkpoint-every=44",
                "grid-every=45",
                "keep-last=46",
                "keep-every=47",
                "workers=48",
                "timeout=49 s",
                "wait-for-executors=50 s",
                "reading.window=51",
                "reading.mirror=false",
                "reading.threads=52",
                "reading.batches=53",
                "reading.grey=0.54")
            .train();

    assertThat(train.trainer())
        .isEqualTo(
            new TrainSettings(
                TrainSettings.Engine.ND4J,
                "cuda:1",
                TrainSettings.Precision.BFLOAT16,
                -3,
                41,
                42,
                43,
                new LossWeights(1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 11.5, 12),
                new Optimiser(0.11, 0.12, 0.13, 0.14, 0.15, 0.16, 17, 0.18, 19, 20, 0.21, 22),
                new ChannelSettings(0.31, false, 0.32, 0.33, 0.34, 35, 36),
                new Stages(
                    TrainSettings.HiddenBits.NORMAL_FLOATS,
                    TrainSettings.RecoveryBits.FRESH,
                    true,
                    true,
                    false),
                44,
                45));
    assertThat(train.keep()).isEqualTo(new CheckpointRetention(46, 47));
    assertThat(train.cluster())
        .isEqualTo(new ClusterOptions(48, Duration.ofSeconds(50), Duration.ofSeconds(49)));
    assertThat(train.order().window()).isEqualTo(51);
    assertThat(train.order().mirror()).isFalse();
    assertThat(train.order().grey()).isEqualTo(0.54);
    assertThat(train.ahead().threads()).isEqualTo(52);
    assertThat(train.ahead().batches()).isEqualTo(53);
  }

  @ParameterizedTest
  @CsvSource({
    "batch-size=0, train.batch-size must be at least 1",
    "losses.hiding=-1, train.losses.hiding must be at least 0",
    "optimiser.beta1=2, train.optimiser.beta1 must be from 0.0 to 1.0",
    "engine=tf, 'train.engine must be one of auto, torch, nd4j'",
    "channel.jpeg-lowest=99, JPEG qualities",
    "stage=last, 'train.stage must be one of g2face, prior, identity, geometry'",
    "teacher.width=0, train.teacher.width must be at least 1",
    "teacher.colours=sepia, 'train.teacher.colours must be one of rgb, bgr, grey'",
    "landmarks.box=[1], 'section train.landmarks: a box has a left'",
    "'pose.offset=[0, 0]', 'offset has an angle about x, y and z'",
    "fitting.landmarks=0, 'section train.fitting: a geometry network learns'",
    "distillation.direction=0, 'section train.distillation: a student needs'",
    "keep-last=0, train.keep-last must be at least 1",
    "losses.hidding=1, did you mean train.losses.hiding?"
  })
  void mistakesAreNamed(String setting, String message) {
    assertThatThrownBy(() -> settings(setting))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message);
  }

  private static Settings settings(String... given) {
    List<Setting> settings =
        Arrays.stream(given)
            .map(text -> text.split("=", 2))
            .map(parts -> new Setting("train." + parts[0], parts[1], "-D"))
            .toList();
    return Settings.of(Configuration.load(null, Map.of(), settings));
  }
}
