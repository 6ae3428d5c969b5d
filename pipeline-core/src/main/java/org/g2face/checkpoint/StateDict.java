package org.g2face.checkpoint;

import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.g2face.model.weights.NamedTensors;
import org.g2face.tensor.Tensor;

/** Named tensors that are still in a file: their shapes are known, their numbers are not read. */
public final class StateDict {
  private final Map<String, Entry> entries;

  /** A tensor in a file. */
  interface Source {
    Tensor read() throws IOException;
  }

  record Entry(long[] shape, Source source) {}

  StateDict(Map<String, Entry> entries) {
    this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /** Tensors that have been read already. */
  static StateDict of(NamedTensors tensors) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    tensors.asMap().forEach((name, t) -> entries.put(name, new Entry(t.shape(), () -> t)));
    return new StateDict(entries);
  }

  public Set<String> names() {
    return entries.keySet();
  }

  public boolean has(String name) {
    return entries.containsKey(name);
  }

  /**
   * The extents of a tensor.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public long[] shape(String name) {
    return entry(name).shape().clone();
  }

  /** The extents of all tensors. */
  public Map<String, long[]> shapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    entries.forEach((name, entry) -> shapes.put(name, entry.shape().clone()));
    return shapes;
  }

  /** Reads one tensor. */
  public Tensor read(String name) throws IOException {
    return entry(name).source().read();
  }

  /** Reads all tensors. */
  public NamedTensors read() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      tensors.put(entry.getKey(), entry.getValue().source().read());
    }
    return NamedTensors.of(tensors);
  }

  /** Those tensors whose names fit. */
  StateDict only(Predicate<String> name) {
    Map<String, Entry> some = new LinkedHashMap<>(entries);
    some.keySet().removeIf(name.negate());
    return new StateDict(some);
  }

  /**
   * The same tensors under other names.
   *
   * @throws CheckpointException if two get the same name
   */
  StateDict renamed(UnaryOperator<String> rename) throws CheckpointException {
    Map<String, Entry> renamed = new LinkedHashMap<>();
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      add(renamed, rename.apply(entry.getKey()), entry.getValue());
    }
    return new StateDict(renamed);
  }

  /**
   * All tensors of several.
   *
   * @throws CheckpointException if two have the same name
   */
  static StateDict union(Collection<StateDict> parts) throws CheckpointException {
    Map<String, Entry> all = new LinkedHashMap<>();
    for (StateDict part : parts) {
      for (Map.Entry<String, Entry> entry : part.entries.entrySet()) {
        add(all, entry.getKey(), entry.getValue());
      }
    }
    return new StateDict(all);
  }

  private static void add(Map<String, Entry> to, String name, Entry entry)
      throws CheckpointException {
    if (to.putIfAbsent(name, entry) != null) {
      throw new CheckpointException("there are two tensors for the name '" + name + "'");
    }
  }

  private Entry entry(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException("there is no tensor named '" + name + "'");
    }
    return entry;
  }
}
