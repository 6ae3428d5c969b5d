package org.g2face.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.g2face.ops.Ops;
import org.g2face.preflight.Arithmetic;
import org.g2face.preflight.Convolution;
import org.g2face.preflight.Convolved;
import org.g2face.preflight.Convolver;
import org.g2face.preflight.CudaBuild;
import org.g2face.tensor.Tensor;

/**
 * ONNX Runtime, as far as its numbers are examined: all cases in one graph, with weights that it
 * may rearrange beforehand as those of a network.
 *
 * @param wrap what the operations go through; a test lies here
 */
record OnnxConvolver(Execution execution, UnaryOperator<Ops<OnnxValue>> wrap) implements Convolver {

  OnnxConvolver(Execution execution) {
    this(execution, UnaryOperator.identity());
  }

  @Override
  public String library() {
    return OnnxSession.runtime();
  }

  @Override
  public String device() {
    return execution.onGpu() ? "cuda:" + execution.cudaDevice() : "cpu";
  }

  @Override
  public Arithmetic arithmetic() {
    return Arithmetic.FLOAT32;
  }

  @Override
  public Optional<CudaBuild> cuda() {
    return Optional.of(CudaBuild.ONNX_RUNTIME);
  }

  @Override
  public List<Convolved> convolve(List<Convolution> cases) {
    OnnxGraph graph = new OnnxGraph();
    Ops<OnnxValue> ops = wrap.apply(new OnnxOps(graph));
    Map<String, Tensor> inputs = new HashMap<>();
    for (int i = 0; i < cases.size(); i++) {
      Convolution each = cases.get(i);
      OnnxValue image = input(graph, inputs, "image" + i, each.image());
      OnnxValue weight = graph.initializer("weight" + i, each.weight());
      graph.output(
          "output" + i,
          ops.conv2d(image, weight, null, each.stride(), each.padding(), each.groups()));
      if (each.groups() == 1) {
        OnnxValue cotangent = input(graph, inputs, "cotangent" + i, each.cotangent());
        graph.output(
            "gradient" + i, ops.convTranspose2d(cotangent, weight, each.stride(), each.padding()));
      }
    }
    try (OnnxSession session = OnnxSession.openUnexamined(graph, execution)) {
      Map<String, Tensor> found = session.run(inputs);
      List<Convolved> results = new ArrayList<>();
      for (int i = 0; i < cases.size(); i++) {
        results.add(new Convolved(found.get("output" + i), found.get("gradient" + i), null));
      }
      return results;
    }
  }

  private static OnnxValue input(
      OnnxGraph graph, Map<String, Tensor> inputs, String name, Tensor value) {
    inputs.put(name, value);
    return graph.input(name, value.shape());
  }
}
