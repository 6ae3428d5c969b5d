package org.g2face.onnx;

import java.util.function.Function;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;
import org.g2face.tensor.Tensor;

/**
 * One or more networks joined into a graph that ONNX Runtime can execute.
 *
 * <pre>{@code
 * OnnxModel model = new OnnxModel();
 * OnnxValue image = model.input("image", -1, 3, 256, 256);
 * OnnxValue logits = extractor.forward(
 *     model.ops(), model.weights("extractor", tensors::get), image, Phase.inference());
 * model.output("logits", logits);
 * try (OnnxSession session = model.open(Execution.onCpu(2))) { ... }
 * }</pre>
 */
public final class OnnxModel {
  private final OnnxGraph graph = new OnnxGraph();
  private final OnnxOps ops = new OnnxOps(graph);

  /**
   * @param shape -1 first for a batch of any size
   */
  public OnnxValue input(String name, long... shape) {
    return graph.input(name, shape);
  }

  public void output(String name, OnnxValue value) {
    graph.output(name, value);
  }

  public Ops<OnnxValue> ops() {
    return ops;
  }

  /**
   * Stored weights for one of the networks.
   *
   * @param network a name that is unique within this model
   * @param stored gives a weight by its name within the network, null if there is none
   */
  public Weights<OnnxValue> weights(String network, Function<String, Tensor> stored) {
    return new OnnxWeights(graph, network, stored);
  }

  /**
   * Hands the graph to ONNX Runtime, which optimises it for the device.
   *
   * @throws OnnxException if the runtime refuses the graph or lacks the device
   */
  public OnnxSession open(Execution execution) {
    return OnnxSession.open(graph, execution);
  }
}
