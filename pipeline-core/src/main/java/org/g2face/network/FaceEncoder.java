package org.g2face.network;

import java.util.ArrayList;
import java.util.List;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/** The pyramid that reads the face: feature maps at every resolution from the image down to 4x4. */
record FaceEncoder(int size, Channels channels) {

  /**
   * @param image [batch, 3, size, size]
   * @return feature maps at size, size / 2, ..., 4
   */
  <T> List<T> forward(Ops<T> ops, Weights<T> w, T image) {
    List<T> levels = new ArrayList<>();
    T x = new PyramidBlock(3, channels.of(size), false).forward(ops, w.at("0"), image);
    levels.add(x);
    for (int side = size / 2; side >= 4; side /= 2) {
      PyramidBlock block = new PyramidBlock(channels.of(2 * side), channels.of(side), true);
      x = block.forward(ops, w.at(Integer.toString(levels.size())), x);
      levels.add(x);
    }
    return levels;
  }
}
