package org.g2face.train.step;

import java.util.Map;
import java.util.Set;
import org.g2face.model.Architecture;
import org.g2face.model.Part;
import org.g2face.train.engine.Networks;
import org.g2face.train.engine.Program;
import org.g2face.train.engine.ProgramResult;

/** Faces that the prior draws without noise. Nothing trains here. */
public record PriorPreview(Architecture architecture, int batch) implements Program {
  /** The faces, [batch, 3, size, size]. */
  public static final String FACES = "faces";

  @Override
  public String name() {
    return "prior-preview";
  }

  @Override
  public Map<String, long[]> inputs() {
    return Map.of(StageInputs.LATENT, new long[] {batch, architecture.prior().latent()});
  }

  @Override
  public Set<Part> trains() {
    return Set.of();
  }

  @Override
  public <T> ProgramResult<T> run(Networks<T> nets, Map<String, T> in) {
    return ProgramResult.of(Map.of(FACES, nets.invent(in.get(StageInputs.LATENT), null)));
  }
}
