package org.g2face.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.g2face.image.AffineMap;
import org.g2face.image.RgbImage;
import org.g2face.image.Warp;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxSession;
import org.g2face.tensor.Tensor;

/**
 * Ultra-Light-Fast-Generic-Face-Detector-1MB, {@code version-RFB-320.onnx}.
 *
 * <p>Input {@code input} [1, 3, 240, 320]: RGB, the whole picture stretched, (x - 127) / 128.
 * Outputs {@code scores} [1, 4420, 2], of which the second is that of a face, and {@code boxes} [1,
 * 4420, 4] in shares of width and height, already decoded.
 *
 * @see <a href="https://github.com/Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB">source</a>
 */
public final class UltraFace implements FaceDetector {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 240;
  private static final float MEAN = 127;
  private static final float RANGE = 128;
  private static final double SAME_FACE = 0.3;

  private final OnnxSession network;
  private final double score;

  private UltraFace(OnnxSession network, double score) {
    this.network = network;
    this.score = score;
  }

  /**
   * @param score from which on a box counts, 0 to 1; its authors take 0.7
   * @throws org.g2face.onnx.OnnxException if the file is not such a network
   */
  public static UltraFace open(byte[] model, double score, Execution execution) {
    return new UltraFace(
        OnnxSession.open(model, "input", List.of("scores", "boxes"), execution), score);
  }

  @Override
  public List<DetectedFace> detect(RgbImage image) {
    AffineMap whole = AffineMap.ontoBox(0, 0, image.width(), image.height(), WIDTH, HEIGHT);
    float[] planes = Warp.planes(image, whole, WIDTH, HEIGHT, Warp.Border.REFLECTED);
    for (int i = 0; i < planes.length; i++) {
      planes[i] = (planes[i] - MEAN) / RANGE;
    }
    Map<String, Tensor> found =
        network.run(Map.of("input", Tensor.of(planes, 1, 3, HEIGHT, WIDTH)));
    float[] scores = found.get("scores").toArray();
    float[] boxes = found.get("boxes").toArray();
    List<DetectedFace> faces = new ArrayList<>();
    for (int i = 0; i < scores.length / 2; i++) {
      double left = (double) boxes[4 * i] * image.width();
      double top = (double) boxes[4 * i + 1] * image.height();
      double right = (double) boxes[4 * i + 2] * image.width();
      double bottom = (double) boxes[4 * i + 3] * image.height();
      FiniteChecks.refuse("UltraFace", scores[2 * i + 1], left + top + right + bottom);
      if (scores[2 * i + 1] > score) {
        Box box = FiniteChecks.box("UltraFace", left, top, right, bottom);
        faces.add(new DetectedFace(box, scores[2 * i + 1]));
      }
    }
    return NonMaximumSuppression.byOverlap(faces, SAME_FACE);
  }

  @Override
  public void close() {
    network.close();
  }
}
