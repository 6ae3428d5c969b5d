package org.g2face.train.nd4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.g2face.ops.Ops;
import org.g2face.preflight.Arithmetic;
import org.g2face.preflight.Convolution;
import org.g2face.preflight.Convolved;
import org.g2face.preflight.Convolver;
import org.g2face.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * ND4J, as far as its numbers are examined: all cases in one graph.
 *
 * @param wrap what the operations go through; a test lies here
 */
public record Nd4jConvolver(UnaryOperator<Ops<Node>> wrap) implements Convolver {

  public Nd4jConvolver() {
    this(UnaryOperator.identity());
  }

  @Override
  public String library() {
    return "ND4J 1.0.0-M2.1";
  }

  @Override
  public String device() {
    return "cpu";
  }

  @Override
  public Arithmetic arithmetic() {
    return Arithmetic.FLOAT32;
  }

  @Override
  public List<Convolved> convolve(List<Convolution> cases) {
    Nd4jOps graph = new Nd4jOps();
    Ops<Node> ops = wrap.apply(graph);
    Map<String, INDArray> inputs = new HashMap<>();
    List<Node> outputs = new ArrayList<>();
    List<String> of = new ArrayList<>();
    Node sum = null;
    for (int i = 0; i < cases.size(); i++) {
      Convolution each = cases.get(i);
      Node image = input(graph, inputs, "image" + i, each.image());
      Node weight = input(graph, inputs, "weight" + i, each.weight());
      of.addAll(List.of("image" + i, "weight" + i));
      Node output = ops.conv2d(image, weight, null, each.stride(), each.padding(), each.groups());
      outputs.add(output);
      Node counted = ops.sum(ops.mul(output, ops.constant(each.cotangent())), false, 0, 1, 2, 3);
      sum = sum == null ? counted : ops.add(sum, counted);
    }
    GraphSession.Result found = GraphSession.differentiated(graph, sum, outputs, of).run(inputs);
    List<Convolved> results = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      results.add(
          new Convolved(
              HostArrays.toHost(found.outputs().get(i)),
              HostArrays.toHost(found.gradients().get("image" + i)),
              HostArrays.toHost(found.gradients().get("weight" + i))));
    }
    return results;
  }

  private static Node input(
      Nd4jOps graph, Map<String, INDArray> inputs, String name, Tensor value) {
    inputs.put(name, HostArrays.toArray(value));
    return graph.input(name, value.shape());
  }
}
