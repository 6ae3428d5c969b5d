package org.g2face.train;

import java.util.List;
import org.g2face.tensor.Tensor;

/** An implementation of the operations, from host tensors to host tensors. */
interface Engine {

  String name();

  List<Tensor> outputs(Computation computation);
}
