package org.g2face.train.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.g2face.ops.Init;
import org.g2face.tensor.Tensor;
import org.g2face.train.engine.WeightSource;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class GraphSessionTest {
  private static final Map<String, Tensor> STORED =
      Map.of("w", Tensor.of(new float[] {2, 3}, 1, 2), "unused", Tensor.of(new float[] {5}, 1));

  private final Nd4jOps ops = new Nd4jOps();
  private final Nd4jWeights weights =
      Nd4jWeights.trainable(ops, "net", WeightSource.stored(STORED));

  private static Map<String, INDArray> input(float a, float b) {
    return Map.of("x", HostArrays.toArray(Tensor.of(new float[] {a, b}, 1, 2)));
  }

  /** (w * x)², summed. */
  private Node loss(Nd4jOps ops, Nd4jWeights weights) {
    Node x = ops.input("x", 1, 2);
    Node y = ops.square(ops.mul(x, weights.parameter("w", Init.zeros(), 1, 2)));
    return ops.sum(y, false, 0, 1);
  }

  @Test
  void weightsThatChangeInPlaceChangeValuesAndGradientsOfEveryGraph() {
    Node loss = loss(ops, weights);
    weights.parameter("unused", Init.zeros(), 1);
    List<String> of = List.of("x", "net/w", "net/unused");
    GraphSession session = GraphSession.differentiated(ops, loss, List.of(loss), of);
    GraphSession.Result result = session.run(input(1, -1));
    assertThat(result.outputs().get(0).getFloat(0)).isEqualTo(4 + 9);
    assertThat(result.gradients().get("x").toFloatVector()).containsExactly(8, -18);
    assertThat(result.gradients().get("net/w").toFloatVector()).containsExactly(4, 6);
    assertThat(result.gradients().get("net/unused").toFloatVector()).containsExactly(0);

    Nd4jOps other = new Nd4jOps();
    Node copy = loss(other, weights.frozenIn(other, "net"));
    GraphSession forward = GraphSession.forward(other, List.of(copy));
    assertThat(forward.run(input(1, -1)).outputs().get(0).getFloat(0)).isEqualTo(13);

    weights.parameters().get("w").addi(1);
    result = session.run(input(2, 0));
    assertThat(result.outputs().get(0).getFloat(0)).isEqualTo(36);
    assertThat(result.gradients().get("net/w").toFloatVector()).containsExactly(24, 0);
    assertThat(forward.run(input(2, 0)).outputs().get(0).getFloat(0)).isEqualTo(36);
  }

  @Test
  void leavesTheConsoleAlone() {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true));
    try {
      Node loss = loss(ops, weights);
      GraphSession.differentiated(ops, loss, List.of(loss), List.of("net/w"));
      System.out.println("after");
    } finally {
      System.setOut(console);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("after");
  }

  @Test
  void lossIsOneNumber() {
    Node x = ops.input("x", 1, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GraphSession.differentiated(ops, x, List.of(), List.of("x")))
        .withMessageContaining("rank 2");
  }
}
