package org.g2face.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.g2face.tensor.Tensor;
import org.g2face.train.engine.TrainSettings;
import org.g2face.train.engine.TrainSettings.HiddenBits;
import org.g2face.train.step.PriorStep;
import org.g2face.train.step.StageInputs;

/**
 * The randomness of a training's steps. What is drawn follows from the seed, the step, the share of
 * the batch and the purpose alone: a training that goes on from a checkpoint needs no state, and
 * one rank with two shares draws what two ranks with one share each draw.
 */
final class StepRandomness {
  private final StageInputs io;
  private final TrainSettings settings;

  StepRandomness(StageInputs io) {
    this.io = io;
    this.settings = io.settings();
  }

  /** What the anonymization stage is given. */
  Map<String, Tensor> anonymization(long step, int share) {
    return draw("anonymization", io.drawnForAnonymization(), step, share);
  }

  /** What the recovery stage is given. */
  Map<String, Tensor> recovery(long step, int share) {
    return draw("recovery", io.drawnForRecovery(), step, share);
  }

  /** What the anonymization stage of a generator that conceals the face is given. */
  Map<String, Tensor> inpainting(long step, int share) {
    Map<String, long[]> shapes = new LinkedHashMap<>(io.drawnForAnonymization());
    shapes.putAll(io.drawnForInpainting());
    return draw("anonymization", shapes, step, share);
  }

  /** What its recovery stage is given. */
  Map<String, Tensor> inpaintingRecovery(long step, int share) {
    return draw("recovery", io.drawnForInpaintingRecovery(), step, share);
  }

  /** What its discriminator is given. */
  Map<String, Tensor> discriminator(long step, int share) {
    return draw("discriminator", io.drawnForDiscriminator(), step, share);
  }

  /** What faces outside of training are anonymized with: the same at every step. */
  Map<String, Tensor> heldOut(int batch) {
    return draw("held-out", io.drawnForHeldOut(), 0, batch);
  }

  /** What a prior makes faces of. */
  Map<String, Tensor> prior(long step, int share) {
    SplittableRandom random = random("prior", step, share);
    Map<String, Tensor> drawn = new LinkedHashMap<>();
    PriorStep.drawn(io.architecture(), settings)
        .forEach((name, shape) -> drawn.put(name, normal(shape, random)));
    return drawn;
  }

  private Map<String, Tensor> draw(
      String purpose, Map<String, long[]> shapes, long step, int share) {
    SplittableRandom random = random(purpose, step, share);
    Map<String, Tensor> drawn = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> {
          if (name.equals(StageInputs.BITS)) {
            drawn.put(name, bits(shape, random));
          } else if (name.equals(StageInputs.CODED)) {
            drawn.put(name, chance(shape, settings.losses().inpainting().coded(), random));
          } else if (!name.contains(".") || name.startsWith(StageInputs.NOISE)) {
            drawn.put(name, normal(shape, random));
          }
        });
    drawn.putAll(varied(shapes, random));
    return drawn;
  }

  /** What a part of the step draws by rules of its own. */
  private Map<String, Tensor> varied(Map<String, long[]> shapes, RandomGenerator random) {
    Map<String, Tensor> drawn = new LinkedHashMap<>();
    int batch = settings.batch();
    if (asked(shapes, StageInputs.CHANNEL)) {
      add(drawn, StageInputs.CHANNEL, io.channel().draw(batch, random));
    }
    if (asked(shapes, StageInputs.JITTER)) {
      add(drawn, StageInputs.JITTER, io.jitter().draw(batch, random));
    }
    for (String judged : StageInputs.JUDGED) {
      if (shapes.containsKey(StageInputs.AUGMENTED + judged + "tone")) {
        add(drawn, StageInputs.AUGMENTED + judged, io.augmentation().draw(batch, random));
      }
    }
    return drawn;
  }

  private static boolean asked(Map<String, long[]> shapes, String prefix) {
    return shapes.keySet().stream().anyMatch(name -> name.startsWith(prefix));
  }

  private static void add(Map<String, Tensor> to, String prefix, Map<String, Tensor> values) {
    values.forEach((name, value) -> to.put(prefix + name, value));
  }

  private static Tensor chance(long[] shape, double share, RandomGenerator random) {
    float[] values = new float[Math.toIntExact(Tensor.count(shape))];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextDouble() < share ? 1 : 0;
    }
    return Tensor.of(values, shape);
  }

  private SplittableRandom random(String purpose, long step, int share) {
    SplittableRandom of = new SplittableRandom(settings.seed());
    long state = of.nextLong() ^ purpose.hashCode();
    state = new SplittableRandom(state).nextLong() ^ step;
    state = new SplittableRandom(state).nextLong() ^ share;
    return new SplittableRandom(state);
  }

  private static Tensor normal(long[] shape, RandomGenerator random) {
    float[] values = new float[Math.toIntExact(Tensor.count(shape))];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, shape);
  }

  private Tensor bits(long[] shape, RandomGenerator random) {
    boolean uniform = settings.stages().bits() == HiddenBits.UNIFORM;
    float[] values = new float[Math.toIntExact(Tensor.count(shape))];
    for (int i = 0; i < values.length; i += Integer.SIZE) {
      int word =
          uniform ? random.nextInt() : Float.floatToRawIntBits((float) random.nextGaussian());
      for (int bit = 0; bit < Integer.SIZE && i + bit < values.length; bit++) {
        values[i + bit] = word >>> (Integer.SIZE - 1 - bit) & 1;
      }
    }
    return Tensor.of(values, shape);
  }
}
