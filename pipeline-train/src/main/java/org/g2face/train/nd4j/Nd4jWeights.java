package org.g2face.train.nd4j;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.g2face.ops.Init;
import org.g2face.ops.WeightSpec;
import org.g2face.ops.Weights;
import org.g2face.train.engine.WeightSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The weights of one network in a SameDiff graph.
 *
 * <p>The arrays belong to no graph: changing one in place changes it in every graph that uses it.
 */
public final class Nd4jWeights implements Weights<Node> {
  private final Store store;
  private final Use use;
  private final String scope;

  private record Store(
      WeightSource source, Map<String, INDArray> parameters, Map<String, INDArray> buffers) {}

  private record Use(Nd4jOps ops, String prefix, boolean trainable, Map<String, Node> nodes) {}

  private Nd4jWeights(Store store, Use use, String scope) {
    this.store = store;
    this.use = use;
    this.scope = scope;
  }

  /**
   * Weights that a loss of this graph has gradients for.
   *
   * @param prefix what tells this network's variables from those of another in the same graph
   */
  public static Nd4jWeights trainable(Nd4jOps ops, String prefix, WeightSource source) {
    Store store = new Store(source, new LinkedHashMap<>(), new LinkedHashMap<>());
    return new Nd4jWeights(store, new Use(ops, prefix, true, new LinkedHashMap<>()), "");
  }

  /** Weights that are constants of this graph. */
  public static Nd4jWeights frozen(Nd4jOps ops, String prefix, WeightSource source) {
    Store store = new Store(source, new LinkedHashMap<>(), new LinkedHashMap<>());
    return new Nd4jWeights(store, new Use(ops, prefix, false, new LinkedHashMap<>()), "");
  }

  /** The same arrays as constants of another graph. */
  public Nd4jWeights frozenIn(Nd4jOps ops, String prefix) {
    return new Nd4jWeights(store, new Use(ops, prefix, false, new LinkedHashMap<>()), scope);
  }

  @Override
  public Node parameter(String name, Init init, long... shape) {
    return node(new WeightSpec(full(name), true, init, shape), store.parameters, use.trainable);
  }

  @Override
  public Node buffer(String name, Init init, long... shape) {
    return node(new WeightSpec(full(name), false, init, shape), store.buffers, false);
  }

  private Node node(WeightSpec spec, Map<String, INDArray> arrays, boolean variable) {
    return use.nodes.computeIfAbsent(
        spec.name(),
        name -> {
          INDArray array =
              arrays.computeIfAbsent(name, key -> HostArrays.toArray(store.source.weight(spec)));
          return use.ops.weight(variableName(name), array, variable);
        });
  }

  /** The name in the graph of the weight with this full name. */
  public String variableName(String name) {
    return use.prefix.isEmpty() ? name : use.prefix + "/" + name;
  }

  @Override
  public Nd4jWeights at(String inner) {
    return new Nd4jWeights(store, use, full(inner));
  }

  @Override
  public String scope() {
    return scope;
  }

  /** The trained weights asked for so far, by full name, in the order of first use. */
  public Map<String, INDArray> parameters() {
    return Collections.unmodifiableMap(store.parameters);
  }

  /** The measured weights asked for so far, by full name, in the order of first use. */
  public Map<String, INDArray> buffers() {
    return Collections.unmodifiableMap(store.buffers);
  }

  private String full(String name) {
    return scope.isEmpty() ? name : scope + "." + name;
  }
}
