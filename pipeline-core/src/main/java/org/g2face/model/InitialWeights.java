package org.g2face.model;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.g2face.io.Sha256;
import org.g2face.model.weights.NamedTensors;
import org.g2face.ops.Init;
import org.g2face.ops.WeightSpec;
import org.g2face.tensor.Tensor;

/**
 * Fresh weights, drawn from the distributions that the networks state.
 *
 * <p>Each tensor has a generator of its own, seeded by the seed and its name, so what one weight
 * gets does not depend on which others there are; and the arithmetic is the same on every machine.
 */
public final class InitialWeights {
  private InitialWeights() {}

  /** The weights of one part. */
  public static NamedTensors of(Architecture architecture, Part part, long seed) {
    return of(part.weights(architecture), part.key(), seed);
  }

  /**
   * The weights of a list.
   *
   * @param scope keeps lists with equal names apart
   */
  static NamedTensors of(List<WeightSpec> specs, String scope, long seed) {
    Map<String, Tensor> drawn = new LinkedHashMap<>();
    for (WeightSpec spec : specs) {
      drawn.put(spec.name(), draw(spec, random(seed, scope + "/" + spec.name())));
    }
    return NamedTensors.of(drawn);
  }

  private static SplittableRandom random(long seed, String name) {
    MessageDigest digest = Sha256.digest();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).flip());
    byte[] hash = digest.digest(name.getBytes(StandardCharsets.UTF_8));
    return new SplittableRandom(ByteBuffer.wrap(hash).getLong());
  }

  private static Tensor draw(WeightSpec spec, SplittableRandom random) {
    int count = Math.toIntExact(Tensor.count(spec.shape()));
    if (spec.init() instanceof Init.Constant constant) {
      return Tensor.filled((float) constant.value(), spec.shape());
    }
    FloatBuffer values = Tensor.allocate(count);
    if (spec.init() instanceof Init.Uniform uniform) {
      while (values.hasRemaining()) {
        values.put((float) (uniform.bound() * (2 * random.nextDouble() - 1)));
      }
    } else if (spec.init() instanceof Init.Normal normal) {
      fillNormal(values, normal.standardDeviation(), random);
    }
    return Tensor.wrap(values.flip(), spec.shape());
  }

  /**
   * Marsaglia's polar method, with StrictMath: the platform's own normal numbers may differ from
   * one Java version to the next.
   */
  private static void fillNormal(FloatBuffer values, double deviation, SplittableRandom random) {
    while (values.hasRemaining()) {
      double u = 2 * random.nextDouble() - 1;
      double v = 2 * random.nextDouble() - 1;
      double square = u * u + v * v;
      if (square >= 1 || square == 0) {
        continue;
      }
      double factor = deviation * Math.sqrt(-2 * StrictMath.log(square) / square);
      values.put((float) (u * factor));
      if (values.hasRemaining()) {
        values.put((float) (v * factor));
      }
    }
  }
}
