package org.g2face.model.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.g2face.ops.WeightSpec;

/**
 * The differences between a set of tensors and what a network asks for: everything at once, so that
 * a person need not repair it name by name.
 *
 * @param missing asked for but not there
 * @param extra there but not asked for
 * @param misshapen there in another shape
 */
public record WeightCheck(List<String> missing, List<String> extra, List<Misshapen> misshapen) {
  private static final int NAMES_SHOWN = 12;

  /** A tensor of the right name and the wrong shape. */
  public record Misshapen(String name, List<Long> actual, List<Long> wanted) {

    @Override
    public String toString() {
      return name + " is " + actual + " instead of " + wanted;
    }
  }

  public WeightCheck {
    missing = List.copyOf(missing);
    extra = List.copyOf(extra);
    misshapen = List.copyOf(misshapen);
  }

  /** Compares the shapes that are there with those wanted. */
  public static WeightCheck of(Map<String, long[]> shapes, List<WeightSpec> wanted) {
    List<String> missing = new ArrayList<>();
    List<Misshapen> misshapen = new ArrayList<>();
    Set<String> extra = new LinkedHashSet<>(shapes.keySet());
    for (WeightSpec spec : wanted) {
      long[] shape = shapes.get(spec.name());
      extra.remove(spec.name());
      if (shape == null) {
        missing.add(spec.name());
      } else if (!Arrays.equals(shape, spec.shape())) {
        misshapen.add(new Misshapen(spec.name(), boxed(shape), boxed(spec.shape())));
      }
    }
    return new WeightCheck(missing, List.copyOf(extra), misshapen);
  }

  public boolean fits() {
    return missing.isEmpty() && extra.isEmpty() && misshapen.isEmpty();
  }

  /** The differences in one line, long lists cut short; empty if there are none. */
  public String describe() {
    List<String> parts = new ArrayList<>();
    add(parts, "missing", missing);
    add(parts, "extra", extra);
    add(parts, "misshapen", misshapen);
    return String.join("; ", parts);
  }

  private static void add(List<String> parts, String kind, List<?> names) {
    if (names.isEmpty()) {
      return;
    }
    String shown =
        names.stream().limit(NAMES_SHOWN).map(Object::toString).collect(Collectors.joining(", "));
    int hidden = names.size() - NAMES_SHOWN;
    parts.add(
        names.size() + " " + kind + ": " + shown + (hidden > 0 ? " and " + hidden + " more" : ""));
  }

  private static List<Long> boxed(long[] shape) {
    return Arrays.stream(shape).boxed().toList();
  }
}
