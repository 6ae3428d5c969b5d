package org.g2face.preflight;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.g2face.ops.Ops;

/** Operations of which the convolutions are wrong wherever a block of 16 channels is not full. */
public final class LyingOps {
  private LyingOps() {}

  /**
   * @param error how wrong, as a share
   */
  @SuppressWarnings("unchecked")
  public static <T> Ops<T> of(Ops<T> ops, double error) {
    return (Ops<T>)
        Proxy.newProxyInstance(
            Ops.class.getClassLoader(),
            new Class<?>[] {Ops.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(ops, arguments);
                return List.of("conv2d", "convTranspose2d").contains(method.getName())
                        && ops.shape((T) result)[1] % 16 != 0
                    ? ops.mul((T) result, 1 + error)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
