package org.g2face.train.step;

import java.util.LinkedHashMap;
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
 * A preview of the model in use: no noise, running statistics, bits read from the picture rounded
 * to 8 bits. Nothing trains here.
 */
public record Preview(Architecture architecture, TrainSettings settings) implements Program {
  /** Share of the bits that are read wrongly. */
  public static final String BIT_ERRORS = "bit-errors";

  @Override
  public String name() {
    return "preview";
  }

  @Override
  public Map<String, long[]> inputs() {
    StageInputs io = new StageInputs(architecture, settings);
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(Analysis.IMAGE, io.image());
    shapes.put(StageInputs.LATENT, io.drawnForAnonymization().get(StageInputs.LATENT));
    shapes.put(StageInputs.BITS, io.bits());
    return shapes;
  }

  @Override
  public Set<Part> trains() {
    return Set.of();
  }

  @Override
  public <T> ProgramResult<T> run(Networks<T> nets, Map<String, T> in) {
    Ops<T> ops = nets.ops();
    Networks.Mode mode = Networks.Mode.INFERENCE;
    T image = in.get(Analysis.IMAGE);
    T bits = in.get(StageInputs.BITS);
    T dummy = nets.dummy(in.get(StageInputs.LATENT), mode);
    T made = nets.generate(image, dummy, nets.coefficients(image), bits, null);
    T saved = StraightThrough.eightBits(ops, made);
    T logits = nets.read(saved, mode);
    T recovered = new Recovery(architecture).with(nets, nets.identity(image), saved, logits, image);
    return ProgramResult.of(
        Map.of(
            StageInputs.ANONYMIZED,
            saved,
            StageInputs.RECOVERED,
            recovered,
            BIT_ERRORS,
            PayloadLoss.errorRate(ops, logits, bits)));
  }
}
