package org.g2face.detect;

import java.util.List;
import java.util.Map;
import org.g2face.image.AffineMap;
import org.g2face.image.RgbImage;
import org.g2face.image.Warp;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxSession;
import org.g2face.tensor.Tensor;

/**
 * 68 landmarks by a network of the contract of {@code fr_landmark.onnx}.
 *
 * <p>Input {@code input} [1, 1, 64, 64]: grey (0.299 R + 0.587 G + 0.114 B) / 256 of a square as
 * long as the longer side of the face's box, its centre 5 % of the box's height below the box's;
 * zeros outside the picture. Output {@code output} [1, 136]: x, y of each point as shares of the
 * square.
 *
 * <p>Each fit is the mean of that of the face and that of its mirror image. A second pass looks at
 * a square of 1.15 times the extent of the first fit, raised by 5 % of its side.
 */
public final class OnnxLandmarkDetector implements LandmarkDetector {
  private static final int SIDE = 64;
  private static final double LOWER = 0.05;
  private static final double MARGIN = 1.15;
  private static final double RAISE = 0.05;

  private final OnnxSession network;

  private OnnxLandmarkDetector(OnnxSession network) {
    this.network = network;
  }

  /**
   * @throws org.g2face.onnx.OnnxException if the file is not such a network
   */
  public static OnnxLandmarkDetector open(byte[] model, Execution execution) {
    return new OnnxLandmarkDetector(OnnxSession.open(model, "input", List.of("output"), execution));
  }

  @Override
  public Landmarks locate(RgbImage image, Box face) {
    Point centre = face.centre().plus(new Point(0, LOWER * face.height()));
    Landmarks first = fit(image, Box.square(centre, Math.max(face.width(), face.height())));
    Box extent = first.extent();
    double side = MARGIN * Math.max(extent.width(), extent.height());
    return fit(image, Box.square(extent.centre().minus(new Point(0, RAISE * side)), side));
  }

  private Landmarks fit(RgbImage image, Box square) {
    AffineMap onto =
        AffineMap.ontoBox(square.left(), square.top(), square.right(), square.bottom(), SIDE, SIDE);
    float[] rgb = Warp.planes(image, onto, SIDE, SIDE, Warp.Border.BLACK);
    int area = SIDE * SIDE;
    float[] grey = new float[area];
    float[] mirror = new float[area];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int at = y * SIDE + x;
        float level = 0.299f * rgb[at] + 0.587f * rgb[area + at] + 0.114f * rgb[2 * area + at];
        grey[at] = level / 256;
        mirror[y * SIDE + SIDE - 1 - x] = level / 256;
      }
    }
    return MirroredFit.of(run(grey), run(mirror), square);
  }

  private Tensor run(float[] square) {
    return network.run(Map.of("input", Tensor.of(square, 1, 1, SIDE, SIDE))).get("output");
  }

  @Override
  public void close() {
    network.close();
  }
}
