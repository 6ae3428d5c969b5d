package org.g2face.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.g2face.train.engine.WeightSource;
import org.g2face.train.torch.Autograd;
import org.g2face.train.torch.TorchOps;
import org.g2face.train.torch.TorchWeights;

record TorchEngine() implements GradientEngine {

  @Override
  public String name() {
    return "libtorch";
  }

  @Override
  public List<org.g2face.tensor.Tensor> outputs(Computation computation) {
    try (PointerScope scope = new PointerScope();
        Run run = new Run(computation)) {
      return run.outputs.stream().map(TorchOps::toHost).toList();
    }
  }

  @Override
  public Gradients gradients(Computation computation, List<org.g2face.tensor.Tensor> cotangents) {
    try (PointerScope scope = new PointerScope();
        Run run = new Run(computation)) {
      List<Tensor> of = new ArrayList<>(run.inputs.values());
      of.addAll(run.weights.parameters().values());
      List<Tensor> found =
          Autograd.gradients(Computation.loss(run.ops, run.outputs, cotangents), of);
      int split = run.inputs.size();
      return new Gradients(
          named(run.inputs, found.subList(0, split)),
          named(run.weights.parameters(), found.subList(split, found.size())));
    }
  }

  static Map<String, org.g2face.tensor.Tensor> named(
      Map<String, Tensor> names, List<Tensor> values) {
    Map<String, org.g2face.tensor.Tensor> named = new LinkedHashMap<>();
    int next = 0;
    for (String name : names.keySet()) {
      named.put(name, TorchOps.toHost(values.get(next++)));
    }
    return named;
  }

  /** One computation whose graph is still there. */
  static final class Run implements AutoCloseable {
    final TorchOps ops = new TorchOps("cpu");
    final Map<String, Tensor> inputs = new LinkedHashMap<>();
    final TorchWeights weights;
    final List<Tensor> outputs;

    Run(Computation computation) {
      weights = TorchWeights.trainable(ops, WeightSource.stored(computation.weights()));
      computation
          .inputs()
          .forEach(
              (name, value) -> {
                Tensor input = ops.constant(value);
                input.set_requires_grad(true);
                inputs.put(name, input);
              });
      outputs = computation.on(ops, weights, inputs);
    }

    @Override
    public void close() {
      weights.close();
    }
  }
}
