package org.g2face.network;

import java.util.List;
import org.g2face.ops.Ops;

/**
 * The geometric prior: the coefficients of a face that the style mapper is told, and that an
 * anonymized face so keeps.
 *
 * @param ranges in the order the style mapper takes them
 */
public record GeometryPrior(List<Coefficients.Range> ranges) {

  public GeometryPrior {
    ranges = List.copyOf(ranges);
    if (ranges.isEmpty()) {
      throw new IllegalArgumentException("a geometry prior needs at least one range");
    }
  }

  /** How many numbers it has. */
  public int size() {
    return ranges.stream().mapToInt(Coefficients.Range::size).sum();
  }

  /**
   * Selects.
   *
   * @param coefficients [batch, all coefficients]
   * @return [batch, size()]
   */
  public <T> T forward(Ops<T> ops, T coefficients) {
    List<T> parts = ranges.stream().map(range -> range.of(ops, coefficients)).toList();
    return parts.size() == 1 ? parts.get(0) : ops.concat(1, parts);
  }
}
