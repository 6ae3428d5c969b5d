package org.g2face.train.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.g2face.model.Architecture;
import org.g2face.model.Part;
import org.g2face.ops.Ops;
import org.g2face.train.channel.StraightThrough;
import org.g2face.train.engine.Networks;
import org.g2face.train.engine.Program;
import org.g2face.train.engine.ProgramResult;
import org.g2face.train.engine.TrainSettings;
import org.g2face.train.loss.PayloadLoss;

/**
 * What a model makes of faces outside of training, as whoever uses or attacks it would see it: two
 * anonymizations, a recovery with the right payload, one with another person's embedding. Nothing
 * trains here.
 */
public record HeldOutProgram(Architecture architecture, TrainSettings settings) implements Program {
  /** A second latent, for another dummy of the same faces. */
  public static final String OTHER_LATENT = "other-latent";

  /** Embeddings of the originals, [batch, embedding], likewise the others. */
  public static final String ORIGINAL = "original";

  public static final String ANONYMIZED = "anonymized";

  /** Of the same faces with another dummy. */
  public static final String OTHER = "other";

  public static final String RECOVERED = "recovered";

  /** Recovered with the embedding of the next face of the batch. */
  public static final String WRONG_KEY = "wrong-key";

  /** Mean squared error of the recovered picture, levels from -1 to 1, [batch]. */
  public static final String SQUARED_ERROR = "squared-error";

  /** Share of the bits that are read wrongly. */
  public static final String BIT_ERRORS = "bit-errors";

  @Override
  public String name() {
    return "held-out";
  }

  @Override
  public Map<String, long[]> inputs() {
    StageInputs io = new StageInputs(architecture, settings);
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(Analysis.IMAGE, io.image());
    shapes.putAll(io.drawnForHeldOut());
    return shapes;
  }

  @Override
  public Set<Part> trains() {
    return Set.of();
  }

  @Override
  public <T> ProgramResult<T> run(Networks<T> nets, Map<String, T> in) {
    Ops<T> ops = nets.ops();
    T image = in.get(Analysis.IMAGE);
    T bits = in.get(StageInputs.BITS);
    T identity = nets.identity(image);
    T saved = anonymized(nets, image, in.get(StageInputs.LATENT), bits);
    T other = anonymized(nets, image, in.get(OTHER_LATENT), bits);
    T logits = nets.read(saved, Networks.Mode.INFERENCE);
    Recovery recovery = new Recovery(architecture);
    T recovered =
        StraightThrough.eightBits(ops, recovery.with(nets, identity, saved, logits, image));
    T wrong = recovery.with(nets, next(ops, identity), saved, logits, null);
    T error = ops.mean(ops.square(ops.sub(recovered, image)), false, 1, 2, 3);
    return ProgramResult.of(
        Map.of(
            ORIGINAL, identity,
            ANONYMIZED, nets.identity(saved),
            OTHER, nets.identity(other),
            RECOVERED, nets.identity(recovered),
            WRONG_KEY, nets.identity(StraightThrough.eightBits(ops, wrong)),
            SQUARED_ERROR, error,
            BIT_ERRORS, PayloadLoss.errorRate(ops, logits, bits)));
  }

  private static <T> T anonymized(Networks<T> nets, T image, T latent, T bits) {
    T dummy = nets.dummy(latent, Networks.Mode.INFERENCE);
    T made = nets.generate(image, dummy, nets.coefficients(image), bits, null);
    return StraightThrough.eightBits(nets.ops(), made);
  }

  /** Of each face the next one's of the batch. */
  private <T> T next(Ops<T> ops, T identity) {
    int batch = settings.batch();
    return batch == 1
        ? ops.mul(identity, -1)
        : ops.concat(0, List.of(ops.slice(identity, 0, 1, batch), ops.slice(identity, 0, 0, 1)));
  }
}
