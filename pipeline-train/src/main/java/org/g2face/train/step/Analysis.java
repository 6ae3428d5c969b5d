package org.g2face.train.step;

import java.util.Map;
import java.util.Set;
import org.g2face.model.Architecture;
import org.g2face.model.Part;
import org.g2face.train.engine.Networks;
import org.g2face.train.engine.Program;
import org.g2face.train.engine.ProgramResult;

/** The analysis of the original faces: lines 3 and 5 of Algorithm 1. Nothing trains here. */
public record Analysis(Architecture architecture, int batch) implements Program {
  /** The originals, [batch, 3, size, size]. */
  public static final String IMAGE = "image";

  /** Their embeddings, [batch, embedding]. */
  public static final String IDENTITY = "identity";

  /** Their morphable model coefficients, [batch, coefficients]. */
  public static final String COEFFICIENTS = "coefficients";

  @Override
  public String name() {
    return "analysis";
  }

  @Override
  public Map<String, long[]> inputs() {
    int size = architecture.size();
    return Map.of(IMAGE, new long[] {batch, 3, size, size});
  }

  @Override
  public Set<Part> trains() {
    return Set.of();
  }

  @Override
  public <T> ProgramResult<T> run(Networks<T> nets, Map<String, T> in) {
    T image = in.get(IMAGE);
    return ProgramResult.of(
        Map.of(IDENTITY, nets.identity(image), COEFFICIENTS, nets.coefficients(image)));
  }
}
