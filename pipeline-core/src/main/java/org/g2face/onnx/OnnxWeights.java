package org.g2face.onnx;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.g2face.ops.Init;
import org.g2face.ops.Weights;
import org.g2face.tensor.Tensor;

/** Weights that become initializers of a graph, each once. */
final class OnnxWeights implements Weights<OnnxValue> {
  private final OnnxGraph graph;
  private final String network;
  private final String scope;
  private final Function<String, Tensor> stored;
  private final Map<String, OnnxValue> known;

  OnnxWeights(OnnxGraph graph, String network, Function<String, Tensor> stored) {
    this(graph, network, "", stored, new HashMap<>());
  }

  private OnnxWeights(
      OnnxGraph graph,
      String network,
      String scope,
      Function<String, Tensor> stored,
      Map<String, OnnxValue> known) {
    this.graph = graph;
    this.network = network;
    this.scope = scope;
    this.stored = stored;
    this.known = known;
  }

  @Override
  public OnnxValue parameter(String name, Init init, long... shape) {
    return known.computeIfAbsent(qualified(name), full -> load(full, shape));
  }

  @Override
  public OnnxValue buffer(String name, Init init, long... shape) {
    return parameter(name, init, shape);
  }

  private OnnxValue load(String full, long[] shape) {
    Tensor tensor = stored.apply(full);
    if (tensor == null) {
      throw new IllegalArgumentException("the " + network + " network lacks the weight " + full);
    }
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw new IllegalArgumentException(
          String.format(
              "weight %s of the %s network has the shape %s instead of %s",
              full, network, Arrays.toString(tensor.shape()), Arrays.toString(shape)));
    }
    return graph.initializer(network + "/" + full, tensor);
  }

  @Override
  public Weights<OnnxValue> at(String inner) {
    return new OnnxWeights(graph, network, qualified(inner), stored, known);
  }

  @Override
  public String scope() {
    return scope;
  }

  private String qualified(String name) {
    return scope.isEmpty() ? name : scope + "." + name;
  }
}
