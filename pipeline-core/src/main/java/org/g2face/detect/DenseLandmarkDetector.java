package org.g2face.detect;

import java.util.Arrays;
import java.util.Map;
import org.g2face.builtin.BuiltinNetwork;
import org.g2face.image.AffineMap;
import org.g2face.image.RgbImage;
import org.g2face.image.Warp;
import org.g2face.model.weights.NamedTensors;
import org.g2face.network.FaceLandmarks;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxModel;
import org.g2face.onnx.OnnxSession;
import org.g2face.tensor.Tensor;

/**
 * 68 landmarks by the network that comes along, {@link FaceLandmarks}. Each fit is the mean of that
 * of the face and that of its mirror image; a second pass looks at the square around the first fit.
 */
public final class DenseLandmarkDetector implements LandmarkDetector {
  private static final int SIDE = FaceLandmarks.SIDE;
  private static final String IMAGE = "image";
  private static final String POINTS = "points";

  /** Side of the square of the second pass, in extents of the first fit. */
  private static final double MARGIN = 1.2;

  private final OnnxSession network;

  private DenseLandmarkDetector(OnnxSession network) {
    this.network = network;
  }

  /** Opens it. */
  public static DenseLandmarkDetector open(Execution execution) {
    NamedTensors weights = BuiltinNetwork.LANDMARKS.load();
    OnnxModel model = new OnnxModel();
    model.output(
        POINTS,
        new FaceLandmarks()
            .forward(
                model.ops(),
                model.weights("landmarks", weights.asMap()::get),
                model.input(IMAGE, -1, RgbImage.CHANNELS, SIDE, SIDE)));
    return new DenseLandmarkDetector(model.open(execution));
  }

  @Override
  public Landmarks locate(RgbImage image, Box face) {
    Landmarks first = fit(image, around(face, 1));
    return fit(image, around(first.extent(), MARGIN));
  }

  private static Box around(Box box, double margin) {
    return Box.square(box.centre(), margin * Math.max(box.width(), box.height()));
  }

  private Landmarks fit(RgbImage image, Box square) {
    AffineMap onto =
        AffineMap.ontoBox(square.left(), square.top(), square.right(), square.bottom(), SIDE, SIDE);
    float[] levels = Warp.planes(image, onto, SIDE, SIDE, Warp.Border.BLACK);
    float[] both = new float[2 * levels.length];
    for (int i = 0; i < levels.length; i++) {
      int x = i % SIDE;
      both[i] = levels[i] / 127.5f - 1;
      both[levels.length + i - x + SIDE - 1 - x] = both[i];
    }
    Tensor found =
        network.run(Map.of(IMAGE, Tensor.of(both, 2, RgbImage.CHANNELS, SIDE, SIDE))).get(POINTS);
    float[] points = found.toArray();
    int each = points.length / 2;
    return MirroredFit.of(
        Tensor.of(Arrays.copyOf(points, each), each),
        Tensor.of(Arrays.copyOfRange(points, each, 2 * each), each),
        square);
  }

  @Override
  public void close() {
    network.close();
  }
}
