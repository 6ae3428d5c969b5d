package org.g2face.detect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.g2face.image.RgbImage;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxException;
import org.g2face.onnx.OnnxSession;
import org.g2face.tensor.Tensor;

/**
 * SCRFD with five points, as InsightFace distributes it ({@code scrfd_10g_bnkps.onnx}, {@code
 * det_10g.onnx} and others).
 *
 * <p>One input [1, 3, 640, 640]: RGB, (x - 127.5) / 128, the picture in the upper left corner. Nine
 * outputs whose names differ from file to file, known by their sizes: for each stride of 8, 16, 32
 * and two anchors in each cell of its grid a score, four distances in strides from the cell's
 * corner to the left, top, right and bottom, and five points in strides from the corner.
 *
 * @see <a href="https://github.com/deepinsight/insightface/tree/master/detection/scrfd">source</a>
 */
public final class Scrfd implements FaceDetector {
  private static final double SAME_FACE = 0.4;
  private static final int ANCHORS = 2;
  private static final int OUTPUTS = 9;

  private final OnnxSession network;
  private final String input;
  private final double score;

  private Scrfd(OnnxSession network, String input, double score) {
    this.network = network;
    this.input = input;
    this.score = score;
  }

  /**
   * @param score from which on a box counts, 0 to 1; its authors take 0.5
   * @throws OnnxException if the file is not such a network
   */
  public static Scrfd open(byte[] model, double score, Execution execution) {
    OnnxSession network = OnnxSession.open(model, execution);
    if (network.inputs().size() != 1 || network.outputs().size() != OUTPUTS) {
      int outputs = network.outputs().size();
      network.close();
      throw new OnnxException(
          "SCRFD with five points has one input and nine outputs; this file has "
              + outputs
              + " outputs");
    }
    return new Scrfd(network, network.inputs().iterator().next(), score);
  }

  @Override
  public List<DetectedFace> detect(RgbImage image) {
    Letterbox box = Letterbox.of(image);
    float[] planes = box.planes();
    for (int i = 0; i < planes.length; i++) {
      planes[i] = (planes[i] - 127.5f) / 128;
    }
    Tensor square = Tensor.of(planes, 1, RgbImage.CHANNELS, Letterbox.SIDE, Letterbox.SIDE);
    return decode(network.run(Map.of(input, square)), box, score);
  }

  static List<DetectedFace> decode(Map<String, Tensor> found, Letterbox letterbox, double score) {
    Map<String, Tensor> bySize = new HashMap<>();
    for (Tensor output : found.values()) {
      int last = (int) output.shape()[output.rank() - 1];
      bySize.put(last + " of " + output.count() / last, output);
    }
    List<DetectedFace> faces = new ArrayList<>();
    for (int stride : Letterbox.STRIDES) {
      int anchors = ANCHORS * Letterbox.cells(stride);
      Tensor scores = of(bySize, 1, anchors);
      Tensor boxes = of(bySize, 4, anchors);
      Tensor points = of(bySize, 10, anchors);
      for (int anchor = 0; anchor < anchors; anchor++) {
        FiniteChecks.refuse("SCRFD", scores.at(anchor));
        if (scores.at(anchor) >= score) {
          Point corner = Letterbox.corner(anchor / ANCHORS, stride);
          List<Point> five = new ArrayList<>();
          for (int i = 0; i < 5; i++) {
            int at = 10 * anchor + 2 * i;
            five.add(corner.plus(new Point(points.at(at), points.at(at + 1)).times(stride)));
          }
          faces.add(
              letterbox.face(
                  "SCRFD",
                  corner.x() - boxes.at(4 * anchor) * stride,
                  corner.y() - boxes.at(4 * anchor + 1) * stride,
                  corner.x() + boxes.at(4 * anchor + 2) * stride,
                  corner.y() + boxes.at(4 * anchor + 3) * stride,
                  scores.at(anchor),
                  five));
        }
      }
    }
    return NonMaximumSuppression.byOverlap(faces, SAME_FACE);
  }

  private static Tensor of(Map<String, Tensor> bySize, int values, int anchors) {
    Tensor output = bySize.get(values + " of " + anchors);
    if (output == null) {
      throw new OnnxException(
          "SCRFD has no output of "
              + anchors
              + " x "
              + values
              + " numbers, but "
              + bySize.keySet());
    }
    return output;
  }

  @Override
  public void close() {
    network.close();
  }
}
