package org.g2face.train;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.g2face.train.LossChecks.gradient;
import static org.g2face.train.LossChecks.of;
import static org.g2face.train.LossChecks.random;
import static org.g2face.train.LossChecks.value;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.g2face.network.Camera;
import org.g2face.network.Coefficients;
import org.g2face.network.MorphableModel;
import org.g2face.tensor.Tensor;
import org.g2face.train.LossChecks.Loss;
import org.g2face.train.loss.AdversarialLoss;
import org.g2face.train.loss.DistillationLoss;
import org.g2face.train.loss.DiversityLoss;
import org.g2face.train.loss.FaceGeometryLoss;
import org.g2face.train.loss.GradientPenaltyLoss;
import org.g2face.train.loss.IdentityLoss;
import org.g2face.train.loss.PayloadLoss;
import org.g2face.train.loss.ReconstructionLoss;
import org.junit.jupiter.api.Test;

/** Every loss against its equation worked out by hand, and its gradient against differences. */
class LossesTest {
  @Test
  void pixelsIsTheMeanAbsoluteDifference() {
    Loss loss = (ops, in) -> ReconstructionLoss.pixels(ops, in.get(0), in.get(1));
    value((0.5 + 0 + 2 + 0.25) / 4, loss, of(2, 2, 1, 2, 3, 4), of(2, 2, 0.5, 2, 5, 4.25));
    gradient(1e-2, loss, random(2, 3), Tensor.filled(9, 2, 3));
  }

  @Test
  void adversarialIsLogisticAndDoesNotOverflow() {
    Loss generator = (ops, in) -> AdversarialLoss.generator(ops, in.get(0));
    Loss fake = (ops, in) -> AdversarialLoss.fake(ops, in.get(0));
    double expected = (Math.log1p(Math.exp(-1)) + Math.log1p(Math.exp(2))) / 2;
    value(expected, generator, of(2, 1, 1, -2));
    value((Math.log1p(Math.exp(1)) + Math.log1p(Math.exp(-2))) / 2, fake, of(2, 1, 1, -2));
    value(100, generator, of(2, 1, -200, 200));
    gradient(1e-2, generator, random(4, 1));
    gradient(1e-2, fake, random(4, 1));
  }

  @Test
  void identityTakesTheCosine() {
    Loss towards = (ops, in) -> IdentityLoss.towards(ops, in.get(1), in.get(0));
    Loss away = (ops, in) -> IdentityLoss.away(ops, in.get(1), in.get(0));
    Tensor a = of(2, 2, 3, 4, 0, 2);
    Tensor b = of(2, 2, 4, 3, 1, -1);
    double first = 24.0 / 25;
    double second = -Math.sqrt(0.5);
    value(1 - (first + second) / 2, towards, a, b);
    value(first / 2, away, a, b);
    gradient(1e-2, towards, random(3, 4), Extents.normal(new Random(6), 3, 4));
    gradient(1e-2, away, random(3, 4), Extents.normal(new Random(6), 3, 4));
  }

  @Test
  void diversityIsTheMeanOverPairs() {
    Loss loss = (ops, in) -> DiversityLoss.forward(ops, in.get(0));
    // Cosines: 0 and 1 at 45 degrees, 1 and 2 at 45 degrees, 0 and 2 at a right angle.
    value(4 * Math.sqrt(0.5) / 6, loss, of(3, 2, 1, 0, 2, 2, 0, 5));
    value(0, loss, of(2, 2, 1, 0, -1, 0));
    gradient(1e-2, loss, random(4, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> value(0, loss, of(1, 2, 1, 0)))
        .withMessageContaining("at least two");
  }

  @Test
  void hidingIsTheBinaryCrossEntropy() {
    Loss loss = (ops, in) -> PayloadLoss.crossEntropy(ops, in.get(0), in.get(1));
    Loss errors = (ops, in) -> PayloadLoss.errorRate(ops, in.get(0), in.get(1));
    Tensor logits = of(1, 4, 2, -1, 0.5, -3);
    Tensor bits = of(1, 4, 1, 1, 0, 0);
    double expected =
        (Math.log1p(Math.exp(-2))
                + Math.log1p(Math.exp(1))
                + Math.log1p(Math.exp(0.5))
                + Math.log1p(Math.exp(-3)))
            / 4;
    value(expected, loss, logits, bits);
    value(0.5, errors, logits, bits);
    value(50, loss, of(1, 2, -100, 100), of(1, 2, 1, 1));
    gradient(1e-2, loss, random(2, 3), of(2, 3, 0, 1, 1, 0, 0, 1));
  }

  @Test
  void penaltyIsTheMeanSquaredLength() {
    Loss loss = (ops, in) -> GradientPenaltyLoss.r1(ops, in.get(0));
    Tensor gradient = Tensor.of(new float[] {1, 2, 3, 0, 1, 0}, 2, 3, 1, 1);
    value((14 + 1) / 2.0, loss, gradient);
  }

  @Test
  void geometryComparesShapeLightAndLandmarks() {
    Coefficients small = new Coefficients(2, 1, 0);
    FaceGeometryLoss geometry = new FaceGeometryLoss(tetrahedron(small));
    int size = small.total();
    float[] still = new float[size];
    float[] moved = still.clone();
    moved[0] = 2;
    Tensor a = Tensor.of(still, 1, size);
    // A coefficient of 2 moves each coordinate by 0.2.
    Loss mesh = (ops, in) -> geometry.forward(ops, in.get(1), in.get(0)).mesh();
    value(0.04, mesh, Tensor.of(moved, 1, size), a);

    float[] shifted = still.clone();
    shifted[size - 3] = 0.01f;
    Loss landmarks = (ops, in) -> geometry.forward(ops, in.get(1), in.get(0)).landmarks();
    // Landmarks at the depths 10.25 and 9.25 (the mean's z is -0.25 and 0.75), 0.01 to the right.
    double near = 1015 * 0.01 / (10 - 0.75);
    double far = 1015 * 0.01 / (10 + 0.25);
    value((near * near + far * far) / 2, landmarks, Tensor.of(shifted, 1, size), a);

    Loss all =
        (ops, in) -> {
          FaceGeometryLoss.Terms<Object> terms = geometry.forward(ops, in.get(1), in.get(0));
          return ops.add(ops.add(terms.mesh(), terms.colour()), ops.mul(terms.landmarks(), 1e-4));
        };
    float[] some = new float[size];
    Random random = new Random(3);
    for (int i = 0; i < size; i++) {
      some[i] = (float) (0.3 * random.nextGaussian());
    }
    gradient(3e-3, all, Tensor.of(some, 1, size), a);
  }

  private static MorphableModel tetrahedron(Coefficients coefficients) {
    Map<String, Tensor> arrays = new HashMap<>();
    arrays.put("meanshape", Tensor.of(new float[] {1, 1, 1, 2, 1, 1, 1, 2, 1, 1, 1, 2}, 1, 12));
    arrays.put("idBase", Tensor.filled(0.1f, 12, 2));
    arrays.put("exBase", Tensor.filled(0.2f, 12, 1));
    arrays.put("tri", Tensor.of(new float[] {1, 3, 2, 1, 2, 4, 2, 3, 4, 1, 4, 3}, 4, 3));
    arrays.put(
        "point_buf", Tensor.of(new float[] {1, 2, 4, 5, 1, 2, 3, 5, 1, 3, 4, 5, 2, 3, 4, 5}, 4, 4));
    arrays.put("keypoints", Tensor.of(new float[] {1, 4}, 1, 2));
    return MorphableModel.of(coefficients, Camera.standard(), arrays);
  }

  @Test
  void relationsAreThoseOfEveryTwoFaces() {
    Tensor student = Tensor.of(new float[] {2, 0, 0, 3, 1, 1}, 3, 2);
    Tensor teacher = Tensor.of(new float[] {1, 0, 0, -4, 0, 0, 0, 5, 0}, 3, 3);
    Loss relations = (ops, in) -> DistillationLoss.relations(ops, in.get(1), in.get(0));
    // Cosines 0, r, r with r = sqrt(1/2), against the teacher's -1, 0, 0.
    value((1 + 0.5 + 0.5) / 3, relations, student, teacher);
    gradient(1e-2, relations, student, teacher);
    assertThatIllegalArgumentException().isThrownBy(() -> new DistillationLoss.Weights(0, 0));
  }
}
