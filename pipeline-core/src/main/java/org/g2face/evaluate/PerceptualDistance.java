package org.g2face.evaluate;

import java.util.Map;
import org.g2face.image.RgbImage;
import org.g2face.model.weights.NamedTensors;
import org.g2face.network.Lpips;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxModel;
import org.g2face.onnx.OnnxSession;
import org.g2face.onnx.OnnxValue;
import org.g2face.tensor.Tensor;

/** LPIPS between pictures of one size. May be used by several threads at once. */
final class PerceptualDistance implements AutoCloseable {
  private static final String A = "a";
  private static final String B = "b";
  private static final String DISTANCE = "distance";

  private final OnnxSession session;

  private PerceptualDistance(OnnxSession session) {
    this.session = session;
  }

  /**
   * @param weights of the backbone and the linear layers, by the names that {@link Lpips} uses
   * @throws IllegalArgumentException if a weight is missing or of another shape
   */
  static PerceptualDistance open(
      Lpips network, NamedTensors weights, int width, int height, Execution execution) {
    OnnxModel model = new OnnxModel();
    OnnxValue a = model.input(A, -1, RgbImage.CHANNELS, height, width);
    OnnxValue b = model.input(B, -1, RgbImage.CHANNELS, height, width);
    model.output(
        DISTANCE, network.forward(model.ops(), model.weights("lpips", weights::get), a, b));
    return new PerceptualDistance(model.open(execution));
  }

  /**
   * @param a [1, 3, height, width], RGB in [-1, 1]
   * @param b of the same shape
   * @return 0 for equal pictures, about 0.5 and more for unrelated ones
   */
  double between(Tensor a, Tensor b) {
    return session.run(Map.of(A, a, B, b)).get(DISTANCE).at(0);
  }

  @Override
  public void close() {
    session.close();
  }
}
