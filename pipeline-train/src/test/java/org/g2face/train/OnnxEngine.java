package org.g2face.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxModel;
import org.g2face.onnx.OnnxSession;
import org.g2face.onnx.OnnxValue;
import org.g2face.tensor.Tensor;

/**
 * @param anyBatch whether the graph is written for a batch of any size
 */
record OnnxEngine(boolean anyBatch) implements Engine {

  @Override
  public String name() {
    return "ONNX Runtime";
  }

  @Override
  public List<Tensor> outputs(Computation computation) {
    OnnxModel model = new OnnxModel();
    Map<String, OnnxValue> inputs = new LinkedHashMap<>();
    computation.inputs().forEach((name, value) -> inputs.put(name, input(model, name, value)));
    List<OnnxValue> outputs =
        computation.on(model.ops(), model.weights("network", computation.weights()::get), inputs);
    IntStream.range(0, outputs.size())
        .forEach(i -> model.output(Integer.toString(i), outputs.get(i)));
    try (OnnxSession session = model.open(Execution.onCpu(2))) {
      Map<String, Tensor> found = session.run(computation.inputs());
      return IntStream.range(0, outputs.size())
          .mapToObj(i -> found.get(Integer.toString(i)))
          .toList();
    }
  }

  private OnnxValue input(OnnxModel model, String name, Tensor value) {
    long[] shape = value.shape();
    if (anyBatch) {
      shape[0] = -1;
    }
    return model.input(name, shape);
  }
}
