package org.g2face.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.g2face.network.MorphableModel.Face;
import org.g2face.ops.CostOps;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.Test;

class MorphableModelTest {
  private static final Coefficients SMALL = new Coefficients(2, 1, 4);

  /** A tetrahedron; positions from 1, 5 standing for no triangle. */
  private static Map<String, Tensor> tetrahedron() {
    Map<String, Tensor> arrays = new HashMap<>();
    arrays.put("meanshape", Tensor.of(new float[] {1, 1, 1, 2, 1, 1, 1, 2, 1, 1, 1, 2}, 1, 12));
    arrays.put("idBase", Tensor.filled(0.1f, 12, 2));
    arrays.put("exBase", Tensor.filled(0.2f, 12, 1));
    arrays.put("tri", Tensor.of(new float[] {1, 3, 2, 1, 2, 4, 2, 3, 4, 1, 4, 3}, 4, 3));
    arrays.put(
        "point_buf", Tensor.of(new float[] {1, 2, 4, 5, 1, 2, 3, 5, 1, 3, 4, 5, 2, 3, 4, 5}, 4, 4));
    arrays.put("keypoints", Tensor.of(new float[] {1, 4}, 1, 2));
    return arrays;
  }

  private static MorphableModel model(Map<String, Tensor> arrays) {
    return MorphableModel.of(SMALL, Camera.standard(), arrays);
  }

  @Test
  void coefficientsBecomeVerticesLandmarksAndColours() {
    MorphableModel model = model(tetrahedron());
    assertThat(model.vertices()).isEqualTo(4);
    CostOps.of(
        (ops, w) -> {
          Face<long[]> face = model.forward(ops, new long[] {-1, SMALL.total()});
          assertThat(face.shape()).containsExactly(-1, 4, 3);
          assertThat(face.landmarks()).containsExactly(-1, 2, 2);
          assertThat(face.colour()).containsExactly(-1, 4, 3);
        });
  }

  @Test
  void coefficientsAreLaidOutAsInDeep3dFaceRecon() {
    Coefficients standard = Coefficients.standard();
    assertThat(standard.total()).isEqualTo(257);
    assertThat(standard.shape()).isEqualTo(new Coefficients.Range(0, 144));
    assertThat(standard.angles()).isEqualTo(new Coefficients.Range(224, 227));
    assertThat(standard.light()).isEqualTo(new Coefficients.Range(227, 254));
    assertThat(standard.translation()).isEqualTo(new Coefficients.Range(254, 257));
  }

  @Test
  void priorIsAChoiceOfRanges() {
    GeometryPrior prior = Coefficients.standard().prior();
    assertThat(prior.ranges())
        .containsExactly(new Coefficients.Range(0, 144), new Coefficients.Range(224, 227));
    assertThat(prior.size()).isEqualTo(147);
    GeometryPrior pose = new GeometryPrior(List.of(new Coefficients.Range(224, 227)));
    CostOps.of(
        (ops, w) -> {
          assertThat(prior.forward(ops, new long[] {-1, 257})).containsExactly(-1, 147);
          assertThat(pose.forward(ops, new long[] {-1, 257})).containsExactly(-1, 3);
        });
    refuses(() -> new GeometryPrior(List.of()), "at least one range");
    refuses(() -> new Coefficients.Range(3, 3), "from 3 to 3");
  }

  @Test
  void arraysThatDoNotFit() {
    refuses("exBase", null, "lacks the array exBase");
    refuses("exBase", Tensor.filled(0, 11, 1), "idBase", "exBase", "[11, 1]");
    refuses("idBase", Tensor.filled(0, 12, 3), "[12, 4]", "3 shape coefficients");
    refuses("meanshape", Tensor.filled(0, 1, 9), "mean of 9 coordinates");
    refuses("tri", Tensor.of(new float[] {1, 2, 5}, 1, 3), "triangle corner 4", "0..3");
    refuses("point_buf", Tensor.filled(6, 4, 4), "face around a vertex 5", "0..4");
    refuses("point_buf", Tensor.filled(1, 3, 1), "3 faces around 4 vertices");
    refuses("keypoints", Tensor.filled(0, 1), "keypoint -1");
  }

  private static void refuses(String name, Tensor value, String... words) {
    Map<String, Tensor> arrays = tetrahedron();
    if (value == null) {
      arrays.remove(name);
    } else {
      arrays.put(name, value);
    }
    refuses(() -> model(arrays), words);
  }

  private static void refuses(Runnable making, String... words) {
    assertThatIllegalArgumentException()
        .isThrownBy(making::run)
        .satisfies(error -> assertThat(error.getMessage()).contains(words));
  }
}
