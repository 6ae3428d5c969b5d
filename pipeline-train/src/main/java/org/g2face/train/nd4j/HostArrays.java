package org.g2face.train.nd4j;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.g2face.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Copies between this process's tensors and ND4J's arrays. */
public final class HostArrays {
  private HostArrays() {}

  public static INDArray toArray(Tensor value) {
    if (value.rank() == 0) {
      return Nd4j.scalar(value.at(0));
    }
    return Nd4j.create(value.toArray(), value.shape(), 'c');
  }

  /** A copy in row-major order, whatever the order of the array. */
  public static Tensor toHost(INDArray array) {
    if (array.dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException(
          "expected an array of float32, got " + array.dataType() + Arrays.toString(array.shape()));
    }
    FloatBuffer values = Tensor.allocate(Math.toIntExact(array.length()));
    values.put(array.dup('c').data().asFloat()).flip();
    return Tensor.wrap(values, array.shape());
  }
}
