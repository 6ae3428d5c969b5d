package org.g2face.train.loss;

import java.io.Serializable;
import org.g2face.ops.Ops;

/** The distillation loss: how far a student's embeddings are from its teacher's. */
public final class DistillationLoss {
  private DistillationLoss() {}

  /**
   * How much each of the two distances counts.
   *
   * @param direction of {@link IdentityLoss#towards}; 0 where the embeddings' lengths differ
   * @param relations of {@link #relations}
   */
  public record Weights(double direction, double relations) implements Serializable {
    public Weights {
      if (!(direction >= 0 && relations >= 0 && direction + relations > 0)
          || !Double.isFinite(direction + relations)) {
        throw new IllegalArgumentException(
            "a student needs a direction or relations of its teacher to learn: weights of at least"
                + " 0, not both 0; not "
                + direction
                + " and "
                + relations);
      }
    }
  }

  /**
   * Mean squared difference of the cosines between every two faces of the batch, as the student and
   * as the teacher sees them (after Park et al. 2019, Relational Knowledge Distillation). The two
   * embeddings may have different lengths.
   *
   * @param teacher [batch, any length], a batch of at least 2
   * @param student [batch, any length]
   */
  public static <T> T relations(Ops<T> ops, T teacher, T student) {
    long batch = ops.shape(student)[0];
    T difference = ops.sub(cosines(ops, student), cosines(ops, teacher));
    // The diagonal compares each face with itself and is no pair.
    return ops.mul(Reductions.over(ops, ops.square(difference)), batch / (batch - 1.0));
  }

  private static <T> T cosines(Ops<T> ops, T embeddings) {
    T direction = IdentityLoss.direction(ops, embeddings);
    return ops.matmul(direction, ops.transpose(direction, 1, 0));
  }
}
