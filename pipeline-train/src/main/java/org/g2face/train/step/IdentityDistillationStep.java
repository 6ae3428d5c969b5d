package org.g2face.train.step;

import java.util.Map;
import java.util.Set;
import org.g2face.model.Architecture;
import org.g2face.model.Part;
import org.g2face.train.engine.Networks;
import org.g2face.train.engine.Program;
import org.g2face.train.engine.ProgramResult;
import org.g2face.train.loss.DistillationLoss;
import org.g2face.train.loss.IdentityLoss;

/**
 * The identity network learns to embed faces as a teacher does.
 *
 * @param embedding length of the teacher's embeddings
 */
public record IdentityDistillationStep(
    Architecture architecture, int batch, int embedding, DistillationLoss.Weights weights)
    implements Program {
  /** Faces, [batch, 3, size, size]. */
  public static final String IMAGE = "image";

  /** What the teacher makes of them, [batch, embedding]. */
  public static final String TEACHER = "teacher";

  @Override
  public String name() {
    return "identity";
  }

  @Override
  public Map<String, long[]> inputs() {
    int size = architecture.size();
    return Map.of(IMAGE, new long[] {batch, 3, size, size}, TEACHER, new long[] {batch, embedding});
  }

  @Override
  public Set<Part> trains() {
    return Set.of(Part.IDENTITY);
  }

  @Override
  public <T> ProgramResult<T> run(Networks<T> nets, Map<String, T> in) {
    T student = nets.identity(in.get(IMAGE), Networks.Mode.TRAINING);
    T teacher = in.get(TEACHER);
    Losses<T> losses = new Losses<>(nets.ops());
    losses.add(
        "direction", weights.direction(), () -> IdentityLoss.towards(nets.ops(), teacher, student));
    losses.add(
        "relations",
        weights.relations(),
        () -> DistillationLoss.relations(nets.ops(), teacher, student));
    return losses.outcome(Map.of());
  }
}
