package org.g2face.train.engine;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.g2face.ops.Init;
import org.g2face.ops.WeightSpec;
import org.g2face.tensor.Tensor;

/** A source of the first values of an engine's weights. */
@FunctionalInterface
public interface WeightSource {

  /**
   * The value of one weight, of the shape asked for.
   *
   * @throws IllegalArgumentException if there is none, or it has another shape
   */
  Tensor weight(WeightSpec spec);

  /** Weights read from a file, by full name. Those that no network asks for stay unused. */
  static WeightSource stored(Map<String, Tensor> weights) {
    Map<String, Tensor> copy = Map.copyOf(weights);
    return spec -> {
      Tensor value = copy.get(spec.name());
      if (value == null) {
        throw new IllegalArgumentException(
            "the network needs the weight " + spec + ", which is not among those given");
      }
      if (!Arrays.equals(value.shape(), spec.shape())) {
        throw new IllegalArgumentException(
            "the network needs the weight "
                + spec
                + ", but it is given as "
                + Arrays.toString(value.shape()));
      }
      return value;
    };
  }

  /**
   * Fresh weights from the distributions that the network states. One seed gives a weight of one
   * name the same values on every engine, whatever other weights there are.
   */
  static WeightSource drawn(long seed) {
    return spec -> draw(spec, new SplittableRandom(seed ^ mix(spec.name())));
  }

  private static Tensor draw(WeightSpec spec, RandomGenerator random) {
    int count = Math.toIntExact(Tensor.count(spec.shape()));
    FloatBuffer values = Tensor.allocate(count);
    for (int i = 0; i < count; i++) {
      double value;
      if (spec.init() instanceof Init.Normal normal) {
        value = random.nextGaussian() * normal.standardDeviation();
      } else if (spec.init() instanceof Init.Uniform uniform) {
        value = (2 * random.nextDouble() - 1) * uniform.bound();
      } else {
        value = ((Init.Constant) spec.init()).value();
      }
      values.put((float) value);
    }
    return Tensor.wrap(values.flip(), spec.shape());
  }

  /** FNV-1a of 64 bits: a name's 32-bit hash would let two weights start alike. */
  private static long mix(String name) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
