package org.g2face.train.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.g2face.model.Architecture;
import org.g2face.train.augment.AlignmentJitter;
import org.g2face.train.augment.DifferentiableAugmentation;
import org.g2face.train.channel.Channel;
import org.g2face.train.engine.Networks;
import org.g2face.train.engine.TrainSettings;
import org.g2face.train.engine.TrainSettings.RecoveryBits;

/** The names and shapes of what the two stages are given. */
public record StageInputs(Architecture architecture, TrainSettings settings) {
  /** Standard normal numbers that become a dummy identity, [batch, embedding]. */
  public static final String LATENT = "latent";

  /** Bits to hide, [batch, bits]. */
  public static final String BITS = "bits";

  /** The picture of the first stage, [batch, 3, size, size], not yet rounded. */
  public static final String ANONYMIZED = "anonymized";

  /** The picture of the second stage, likewise. */
  public static final String RECOVERED = "recovered";

  /** Before the number of each of the generator's noise maps. */
  public static final String NOISE = "noise.";

  /** Before the name of each of the channel's inputs. */
  public static final String CHANNEL = "channel.";

  /** For each image 1 where recovery is told the code of the face, else 0; [batch, 1]. */
  public static final String CODED = "coded";

  /** Before the names of what varies a discriminator's images, in the order of their use. */
  public static final String AUGMENTED = "augmented.";

  /** Which batches of images a discriminator may see. */
  public static final List<String> JUDGED =
      List.of("", MixedDiscriminatorStep.REAL, MixedDiscriminatorStep.FAKE);

  /** Before the name of each of the recogniser's inputs. */
  public static final String JITTER = "jitter.";

  /** The face crop as the recogniser sees it in training. */
  public AlignmentJitter jitter() {
    return new AlignmentJitter(architecture.identity().alignment(), architecture.size());
  }

  /** What a discriminator's images go through. */
  public DifferentiableAugmentation augmentation() {
    return new DifferentiableAugmentation(architecture.discriminator().size());
  }

  /** What has to be drawn for both stages of a generator that conceals the face, but for bits. */
  public Map<String, long[]> drawnForInpainting() {
    Map<String, long[]> shapes = new LinkedHashMap<>(drawnNoise());
    jitter().inputs(settings.batch()).forEach((name, of) -> shapes.put(JITTER + name, of));
    shapes.putAll(drawnForJudgement(""));
    return shapes;
  }

  /** What has to be drawn for the recovery stage of such a generator. */
  public Map<String, long[]> drawnForInpaintingRecovery() {
    Map<String, long[]> shapes = drawnForInpainting();
    shapes.put(CODED, new long[] {settings.batch(), 1});
    return shapes;
  }

  /** What has to be drawn for a discriminator that sees both kinds of fakes. */
  public Map<String, long[]> drawnForDiscriminator() {
    Map<String, long[]> shapes = drawnForJudgement(MixedDiscriminatorStep.REAL);
    shapes.putAll(drawnForJudgement(MixedDiscriminatorStep.FAKE));
    return shapes;
  }

  /** What varies one batch of a discriminator's images. */
  Map<String, long[]> drawnForJudgement(String which) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    augmentation()
        .inputs(settings.batch())
        .forEach((name, of) -> shapes.put(AUGMENTED + which + name, of));
    return shapes;
  }

  /** A picture as a recogniser of aligned faces sees it. */
  <T> T jittered(Networks<T> nets, T image, Map<String, T> in) {
    return jitter().forward(nets.ops(), image, name -> in.get(JITTER + name));
  }

  /** A picture as a discriminator sees it. */
  <T> T augmented(Networks<T> nets, T image, Map<String, T> in, String which) {
    T sized = nets.forJudgement(image);
    return augmentation().forward(nets.ops(), sized, name -> in.get(AUGMENTED + which + name));
  }

  public Channel channel() {
    return new Channel(settings.channel(), architecture.size());
  }

  long[] image() {
    int size = architecture.size();
    return new long[] {settings.batch(), 3, size, size};
  }

  /** What {@link Analysis} takes and gives. */
  Map<String, long[]> analysed() {
    int coefficients = architecture.geometry().network().coefficients().total();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(Analysis.IMAGE, image());
    shapes.put(Analysis.IDENTITY, new long[] {settings.batch(), embedding()});
    shapes.put(Analysis.COEFFICIENTS, new long[] {settings.batch(), coefficients});
    return shapes;
  }

  /** What has to be drawn for the first stage. */
  public Map<String, long[]> drawnForAnonymization() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(LATENT, new long[] {settings.batch(), embedding()});
    shapes.put(BITS, bits());
    shapes.putAll(drawnForEither());
    return shapes;
  }

  /** What has to be drawn for the second stage. */
  public Map<String, long[]> drawnForRecovery() {
    Map<String, long[]> shapes = new LinkedHashMap<>(drawnForEither());
    if (settings.stages().recoveryBits() == RecoveryBits.FRESH) {
      shapes.put(BITS, bits());
    }
    return shapes;
  }

  /** What has to be drawn to look at faces outside of training. */
  public Map<String, long[]> drawnForHeldOut() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(LATENT, new long[] {settings.batch(), embedding()});
    shapes.put(HeldOutProgram.OTHER_LATENT, new long[] {settings.batch(), embedding()});
    shapes.put(BITS, bits());
    return shapes;
  }

  long[] bits() {
    return new long[] {settings.batch(), architecture.generator().bits()};
  }

  private int embedding() {
    return architecture.identity().network().embedding();
  }

  /** What each stage has draws of its own for. */
  private Map<String, long[]> drawnForEither() {
    Map<String, long[]> shapes = drawnNoise();
    channel().inputs(settings.batch()).forEach((name, of) -> shapes.put(CHANNEL + name, of));
    return shapes;
  }

  /** The generator's noise maps, if it has any. */
  Map<String, long[]> drawnNoise() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    if (settings.stages().generatorNoise()) {
      int number = 0;
      for (int side : architecture.generator().noiseSides()) {
        shapes.put(NOISE + number++, new long[] {settings.batch(), 1, side, side});
      }
    }
    return shapes;
  }

  /** The generator's noise maps among the inputs, or null. */
  <T> List<T> noise(Map<String, T> in) {
    if (!settings.stages().generatorNoise()) {
      return null;
    }
    List<T> maps = new ArrayList<>();
    for (int i = 0; i < architecture.generator().noiseSides().size(); i++) {
      maps.add(in.get(NOISE + i));
    }
    return maps;
  }

  /** A picture through the channel. */
  <T> T send(Networks<T> nets, T image, Map<String, T> in) {
    return channel().forward(nets.ops(), image, name -> in.get(CHANNEL + name));
  }
}
