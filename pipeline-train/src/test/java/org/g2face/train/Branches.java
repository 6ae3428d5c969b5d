package org.g2face.train;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.g2face.ops.Ops;
import org.g2face.tensor.Tensor;

/**
 * Takes from one engine which activations are positive, so that another can be compared at the same
 * slopes.
 *
 * <p>Among the millions of activations of a whole network a few are so near 0 that rounding decides
 * their sign. An engine, or a number of threads, that rounds otherwise has another slope there, and
 * rightly other gradients everywhere before.
 */
final class Branches {
  private Branches() {}

  /** The same computation, but every leaky ReLU with the slopes that it has on this engine. */
  static Computation asOn(Engine engine, Computation computation) {
    Computation.Body body = computation.body();
    Computation signs =
        new Computation(
            computation.inputs(),
            computation.weights(),
            (ops, w, in) -> {
              List<Object> positive = new ArrayList<>();
              body.apply(recording(ops, positive), w, in);
              return positive;
            });
    List<Tensor> positive = engine.outputs(signs);
    return new Computation(
        computation.inputs(),
        computation.weights(),
        (ops, w, in) -> body.apply(replaying(ops, positive.iterator()), w, in));
  }

  private static Ops<Object> recording(Ops<Object> ops, List<Object> positive) {
    return withLeakyRelu(
        ops,
        (x, slope) -> {
          positive.add(ops.step(x));
          return ops.leakyRelu(x, slope);
        });
  }

  private static Ops<Object> replaying(Ops<Object> ops, Iterator<Tensor> positive) {
    return withLeakyRelu(
        ops,
        (x, slope) -> {
          Object slopes = ops.add(ops.mul(ops.constant(positive.next()), 1 - slope), slope);
          return ops.mul(x, slopes);
        });
  }

  private interface LeakyRelu {
    Object apply(Object x, double slope);
  }

  @SuppressWarnings("unchecked")
  private static Ops<Object> withLeakyRelu(Ops<Object> ops, LeakyRelu leakyRelu) {
    return (Ops<Object>)
        Proxy.newProxyInstance(
            Ops.class.getClassLoader(),
            new Class<?>[] {Ops.class},
            (proxy, method, arguments) ->
                method.getName().equals("leakyRelu")
                    ? leakyRelu.apply(arguments[0], (Double) arguments[1])
                    : invoke(method, ops, arguments));
  }

  static Object invoke(Method method, Object target, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
