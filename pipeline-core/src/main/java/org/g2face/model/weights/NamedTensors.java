package org.g2face.model.weights;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.g2face.ops.WeightSpec;
import org.g2face.tensor.Tensor;

/** An immutable table of tensors by name, in a fixed order. */
public final class NamedTensors {
  private final Map<String, Tensor> byName;

  private NamedTensors(Map<String, Tensor> byName) {
    this.byName = byName;
  }

  public static NamedTensors of(Map<String, Tensor> byName) {
    return new NamedTensors(Collections.unmodifiableMap(new LinkedHashMap<>(byName)));
  }

  /**
   * The tensor of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Tensor get(String name) {
    Tensor tensor = byName.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("there is no tensor named '" + name + "'");
    }
    return tensor;
  }

  public boolean contains(String name) {
    return byName.containsKey(name);
  }

  public Set<String> names() {
    return byName.keySet();
  }

  public Map<String, Tensor> asMap() {
    return byName;
  }

  /** The tensors whose names start with the scope and a dot, under the rest of their names. */
  public NamedTensors at(String scope) {
    String prefix = scope + ".";
    Map<String, Tensor> inside = new LinkedHashMap<>();
    byName.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            inside.put(name.substring(prefix.length()), tensor);
          }
        });
    return new NamedTensors(Collections.unmodifiableMap(inside));
  }

  /** How many numbers the tensors hold together. */
  public long count() {
    return byName.values().stream().mapToLong(Tensor::count).sum();
  }

  /** Compares these tensors with what a network asks for. */
  public WeightCheck check(List<WeightSpec> wanted) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    byName.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    return WeightCheck.of(shapes, wanted);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NamedTensors that && byName.equals(that.byName);
  }

  @Override
  public int hashCode() {
    return byName.hashCode();
  }

  @Override
  public String toString() {
    return "NamedTensors" + byName;
  }
}
