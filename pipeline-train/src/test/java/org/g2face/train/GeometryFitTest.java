package org.g2face.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.g2face.train.LossChecks.gradient;
import static org.g2face.train.LossChecks.of;
import static org.g2face.train.LossChecks.random;
import static org.g2face.train.LossChecks.value;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.g2face.Fixtures;
import org.g2face.checkpoint.FaceModelMat;
import org.g2face.model.Packages;
import org.g2face.network.Camera;
import org.g2face.network.Coefficients;
import org.g2face.network.MorphableModel;
import org.g2face.tensor.Tensor;
import org.g2face.train.LossChecks.Loss;
import org.g2face.train.loss.FaceGeometryLoss;
import org.g2face.train.loss.GeometryFitLoss;
import org.junit.jupiter.api.Test;

class GeometryFitTest {
  /** An image of 200 pixels. */
  private static final Camera CAMERA = new Camera(1000, 100, 10);

  @Test
  void landmarksAreComparedInPixelsOfTheCamera() {
    Loss loss = (ops, in) -> GeometryFitLoss.landmarks(ops, CAMERA, in.get(1), in.get(0));
    // Wanted at (50, 200 - 80) and (100, 200 - 20), with y upwards.
    Tensor wanted = of(1, 4, 0.25, 0.4, 0.5, 0.1);
    Tensor actual = Tensor.of(new float[] {53, 124, 100, 179}, 1, 2, 2);
    value((9 + 16 + 1) / 2.0, loss, actual, wanted);
    gradient(1e-1, loss, actual, wanted);
  }

  @Test
  void landmarksAloneAreThoseOfTheWholeFace() {
    Coefficients layout = new Coefficients(5, 4, 0);
    MorphableModel model = MorphableModel.of(layout, CAMERA, Packages.morphable().asMap());
    Loss apart =
        (ops, in) -> {
          Object alone = model.landmarks(ops, in.get(0));
          Object whole = model.forward(ops, in.get(0)).landmarks();
          return ops.mean(ops.abs(ops.sub(alone, whole)), false, 0, 1, 2);
        };
    Loss first = (ops, in) -> ops.mean(model.landmarks(ops, in.get(0)), false, 0, 1, 2);
    Tensor some = random(2, layout.total());
    value(0, apart, some);
    gradient(1e-3, first, some);
  }

  /** The geometry loss of the main training with a model that has no texture. */
  @Test
  void aModelOfBlendShapesServesTheGeometryLossToo() throws IOException {
    Coefficients layout = new Coefficients(80, 64, 0);
    MorphableModel model =
        MorphableModel.of(
            layout,
            Camera.standard(),
            FaceModelMat.read(Fixtures.path("models/ict_face_model.mat")).asMap());
    assertThat(model.keypoints()).isEqualTo(68);
    Tensor wanted = Tensor.filled(0, 1, layout.total());
    float[] other = new float[layout.total()];
    other[0] = 1;
    other[layout.angles().from() + 1] = 0.3f;
    Computation losses =
        new Computation(
            Map.of("x", Tensor.of(other, 1, layout.total())),
            Map.of(),
            (ops, weights, in) -> {
              var terms =
                  new FaceGeometryLoss(model).forward(ops, ops.constant(wanted), in.get("x"));
              return List.of(terms.mesh(), terms.colour(), terms.landmarks());
            });
    List<Tensor> ones = Collections.nCopies(3, Tensor.scalar(1));
    for (GradientEngine engine : List.of(new TorchEngine(), new Nd4jEngine())) {
      List<Tensor> values = engine.outputs(losses);
      // The first of 80 columns of standard deviation 1 is the largest: millimetres.
      assertThat((double) values.get(0).at(0)).as(engine.name()).isBetween(1e-5, 1e-2);
      assertThat((double) values.get(2).at(0)).as(engine.name()).isBetween(1.0, 1e4);
      Tensor gradient = engine.gradients(losses, ones).inputs().get("x");
      assertThat(Difference.magnitude(gradient)).as(engine.name()).isPositive().isFinite();
    }
  }

  @Test
  void theErrorIsAShareOfTheDistanceOfTheEyes() {
    float[] wanted = new float[136];
    float[] actual = new float[136];
    wanted[2 * 36] = 0.3f;
    wanted[2 * 45] = 0.8f;
    for (int i = 0; i < 68; i++) {
      actual[2 * i] = 200 * wanted[2 * i] + 3;
      actual[2 * i + 1] = 200 * (1 - wanted[2 * i + 1]) - 4;
    }
    Loss error = (ops, in) -> GeometryFitLoss.landmarkError(ops, CAMERA, in.get(1), in.get(0));
    value(5.0 / 100, error, Tensor.of(actual, 1, 68, 2), Tensor.of(wanted, 1, 136));
    gradient(1e-1, error, random(1, 68, 2), Tensor.of(wanted, 1, 136));
  }

  @Test
  void posesDifferByTheirAngles() {
    Coefficients layout = new Coefficients(1, 1, 0);
    float[] coefficients = new float[layout.total()];
    coefficients[2] = 0.1f;
    coefficients[4] = -0.2f;
    Tensor found = Tensor.of(coefficients, 1, layout.total());
    Tensor wanted = of(1, 3, 0, 0.3, -0.2);
    Loss loss = (ops, in) -> GeometryFitLoss.pose(ops, layout, in.get(1), in.get(0));
    value(0.01 + 0.09, loss, found, wanted);
    gradient(1e-2, loss, found, wanted);
  }

  @Test
  void unlikelyCoefficientsCost() {
    Coefficients.Range range = new Coefficients.Range(1, 4);
    Tensor coefficients = of(2, 5, 9, 0.5, -0.2, 1.3, 9, 9, 1, 0, 0, 9);
    Loss squares = (ops, in) -> GeometryFitLoss.squares(ops, range, in.get(0));
    Loss outside = (ops, in) -> GeometryFitLoss.outsideRange(ops, range, in.get(0));
    value((0.25 + 0.04 + 1.69 + 1) / 2, squares, coefficients);
    value((0.04 + 0.09) / 2, outside, coefficients);
    gradient(1e-2, squares, coefficients);
    Tensor off = of(2, 5, 9, 0.5, -0.2, 1.3, 9, 9, 1.1, 0.3, -0.4, 9);
    gradient(1e-2, outside, off);
  }

  @Test
  void thereIsNoFitWithoutLandmarks() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GeometryFitLoss.Weights(0, 1, 1, 1, 1))
        .withMessageContaining("landmarks");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GeometryFitLoss.Weights(1, -1, 1, 1, 1));
  }
}
