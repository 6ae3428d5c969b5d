package org.g2face.train.step;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.g2face.ops.Ops;
import org.g2face.train.engine.ProgramResult;

/** The losses of a program as they add up. */
final class Losses<T> {
  private final Ops<T> ops;
  private final Map<String, T> byName = new LinkedHashMap<>();
  private T total;

  Losses(Ops<T> ops) {
    this.ops = ops;
  }

  /** Adds a loss, which is computed only if it has a weight. */
  void add(String name, double weight, Supplier<T> loss) {
    if (weight == 0) {
      return;
    }
    T value = loss.get();
    byName.put(name, ops.stopGradient(value));
    T weighted = ops.mul(value, weight);
    total = total == null ? weighted : ops.add(total, weighted);
  }

  /** Reports a number that nothing is trained on. */
  void report(String name, T value) {
    byName.put(name, ops.stopGradient(value));
  }

  ProgramResult<T> outcome(Map<String, T> outputs) {
    if (total == null) {
      throw new IllegalArgumentException("all losses of this stage have the weight 0");
    }
    byName.put("total", ops.stopGradient(total));
    Map<String, T> fixed = new LinkedHashMap<>();
    outputs.forEach((name, value) -> fixed.put(name, ops.stopGradient(value)));
    return new ProgramResult<>(total, byName, fixed);
  }
}
