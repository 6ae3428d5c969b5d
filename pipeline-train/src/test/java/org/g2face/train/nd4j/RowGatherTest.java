package org.g2face.train.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.Test;

class RowGatherTest {

  /** As many vertices and triangles as the Basel face model has. */
  @Test
  void takesTheCornersOfALargeMesh() {
    int vertices = 35709;
    Random random = new Random(3);
    int[] corners =
        IntStream.range(0, 3 * 70789).map(i -> i % 7 == 0 ? 5 : random.nextInt(vertices)).toArray();
    float[] values = new float[vertices * 3];
    float[] weights = new float[corners.length * 3];
    IntStream.range(0, values.length).forEach(i -> values[i] = random.nextInt(100));
    IntStream.range(0, weights.length).forEach(i -> weights[i] = random.nextInt(3));

    Nd4jOps ops = new Nd4jOps();
    Node x = ops.input("x", 1, vertices, 3);
    Node taken = ops.gather(x, 1, corners);
    Node loss =
        ops.sum(
            ops.mul(taken, ops.constant(Tensor.of(weights, 1, corners.length, 3))), false, 0, 1, 2);
    GraphSession.Result result =
        GraphSession.differentiated(ops, loss, List.of(taken), List.of("x"))
            .run(Map.of("x", HostArrays.toArray(Tensor.of(values, 1, vertices, 3))));

    float[] expected = new float[weights.length];
    float[] gradient = new float[values.length];
    for (int i = 0; i < expected.length; i++) {
      int from = 3 * corners[i / 3] + i % 3;
      expected[i] = values[from];
      gradient[from] += weights[i];
    }
    assertThat(HostArrays.toHost(result.outputs().get(0)).toArray()).isEqualTo(expected);
    assertThat(HostArrays.toHost(result.gradients().get("x")).toArray()).isEqualTo(gradient);
  }
}
