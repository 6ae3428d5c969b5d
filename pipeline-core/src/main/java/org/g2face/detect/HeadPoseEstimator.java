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
 * The head's pose by a network of the contract of 3DDFA_V2, {@code mb05_120x120} with mean and
 * deviation of its parameters folded in.
 *
 * <p>Input {@code input} [batch, 3, 120, 120]: BGR, (x - 127.5) / 128, zeros outside the picture,
 * of the square that {@code crop_img} and {@code parse_roi_box_from_bbox} of its source cut. Output
 * {@code params} [batch, 62], of which the first 12 are a scaled rotation and a shift, 3 x 4.
 *
 * @see <a href="https://github.com/cleardusk/3DDFA_V2">source</a>
 */
public final class HeadPoseEstimator implements AutoCloseable {
  private static final int SIDE = 120;
  private static final double MARGIN = 1.58;
  private static final double LOWER = 0.14;

  private final OnnxSession network;

  private HeadPoseEstimator(OnnxSession network) {
    this.network = network;
  }

  /**
   * @throws org.g2face.onnx.OnnxException if the file is not such a network
   */
  public static HeadPoseEstimator open(byte[] model, Execution execution) {
    return new HeadPoseEstimator(OnnxSession.open(model, "input", List.of("params"), execution));
  }

  /** Estimates the pose of the face in a box. */
  public HeadPose estimate(RgbImage image, Box face) {
    double extent = (face.width() + face.height()) / 2;
    Point centre = face.centre().plus(new Point(0, LOWER * extent));
    Box square = Box.square(centre, MARGIN * extent);
    AffineMap onto =
        AffineMap.ontoBox(square.left(), square.top(), square.right(), square.bottom(), SIDE, SIDE);
    float[] rgb = Warp.planes(image, onto, SIDE, SIDE, Warp.Border.BLACK);
    float[] bgr = new float[rgb.length];
    int area = SIDE * SIDE;
    for (int i = 0; i < rgb.length; i++) {
      bgr[(2 - i / area) * area + i % area] = (rgb[i] - 127.5f) / 128;
    }
    Tensor found = network.run(Map.of("input", Tensor.of(bgr, 1, 3, SIDE, SIDE))).get("params");
    return pose(found);
  }

  private static HeadPose pose(Tensor params) {
    double[] turn = org.g2face.external.HeadPoseNetwork.turn(params, 0);
    FiniteChecks.refuse("the pose network", turn);
    return new HeadPose(Math.toDegrees(turn[1]), Math.toDegrees(turn[0]), Math.toDegrees(turn[2]));
  }

  @Override
  public void close() {
    network.close();
  }
}
