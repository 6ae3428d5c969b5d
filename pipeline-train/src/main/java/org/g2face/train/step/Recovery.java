package org.g2face.train.step;

import org.g2face.model.Architecture;
import org.g2face.network.InpaintingGenerator;
import org.g2face.ops.Ops;
import org.g2face.train.engine.Networks;

/** Recovery as in use: no noise, running statistics, from a saved picture. */
record Recovery(Architecture architecture) {

  /**
   * Recovers.
   *
   * @param identity that the payload is said to hold, [batch, embedding]
   * @param saved the anonymized pictures, rounded to 8 bits
   * @param logits as they are read from these
   * @param original whose code the payload holds, too; null for a payload without
   */
  <T> T with(Networks<T> nets, T identity, T saved, T logits, T original) {
    Ops<T> ops = nets.ops();
    T coefficients = nets.coefficients(saved);
    if (!(architecture.generator() instanceof InpaintingGenerator)) {
      return nets.generate(saved, identity, coefficients, ops.step(logits), null);
    }
    boolean coded = original != null && architecture.code().isPresent();
    T code = coded ? ops.add(ops.mul(ops.step(nets.code(original)), 2), -1) : null;
    return nets.generate(saved, identity, coefficients, null, code, null);
  }
}
