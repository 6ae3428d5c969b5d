package org.g2face.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.g2face.tensor.Tensor;
import org.g2face.train.engine.WeightSource;
import org.g2face.train.nd4j.GraphSession;
import org.g2face.train.nd4j.HostArrays;
import org.g2face.train.nd4j.Nd4jOps;
import org.g2face.train.nd4j.Nd4jWeights;
import org.g2face.train.nd4j.Node;
import org.nd4j.linalg.api.ndarray.INDArray;

record Nd4jEngine() implements GradientEngine {

  @Override
  public String name() {
    return "ND4J";
  }

  @Override
  public List<Tensor> outputs(Computation computation) {
    Graph graph = new Graph(computation);
    return GraphSession.forward(graph.ops, graph.outputs)
        .run(graph.feeds(computation))
        .outputs()
        .stream()
        .map(HostArrays::toHost)
        .toList();
  }

  @Override
  public Gradients gradients(Computation computation, List<Tensor> cotangents) {
    Graph graph = new Graph(computation);
    Node loss = Computation.loss(graph.ops, graph.outputs, cotangents);
    List<String> of = new ArrayList<>(graph.inputs.keySet());
    List<String> weights = List.copyOf(graph.weights.parameters().keySet());
    weights.forEach(name -> of.add(graph.weights.variableName(name)));
    Map<String, INDArray> found =
        GraphSession.differentiated(graph.ops, loss, graph.outputs, of)
            .run(graph.feeds(computation))
            .gradients();
    Map<String, Tensor> byInput = new LinkedHashMap<>();
    graph.inputs.keySet().forEach(n -> byInput.put(n, HostArrays.toHost(found.get(n))));
    Map<String, Tensor> byWeight = new LinkedHashMap<>();
    weights.forEach(
        n -> byWeight.put(n, HostArrays.toHost(found.get(graph.weights.variableName(n)))));
    return new Gradients(byInput, byWeight);
  }

  private static final class Graph {
    final Nd4jOps ops = new Nd4jOps();
    final Map<String, Node> inputs = new LinkedHashMap<>();
    final Nd4jWeights weights;
    final List<Node> outputs;

    Graph(Computation computation) {
      weights = Nd4jWeights.trainable(ops, "network", WeightSource.stored(computation.weights()));
      computation
          .inputs()
          .forEach((name, value) -> inputs.put(name, ops.input(name, value.shape())));
      outputs = computation.on(ops, weights, inputs);
    }

    Map<String, INDArray> feeds(Computation computation) {
      Map<String, INDArray> feeds = new LinkedHashMap<>();
      computation.inputs().forEach((name, value) -> feeds.put(name, HostArrays.toArray(value)));
      return feeds;
    }
  }
}
