package org.g2face.ops;

import java.util.Arrays;

/**
 * The specification of a weight by its network: name, shape, initial value.
 *
 * @param name its full name within the network
 * @param trained whether training changes it; false for running statistics
 */
public record WeightSpec(String name, boolean trained, Init init, long... shape) {

  @Override
  public boolean equals(Object other) {
    return other instanceof WeightSpec that
        && name.equals(that.name)
        && trained == that.trained
        && init.equals(that.init)
        && Arrays.equals(shape, that.shape);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name + Arrays.toString(shape);
  }
}
