package org.g2face.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.g2face.image.RgbImage;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxSession;
import org.g2face.tensor.Tensor;

/**
 * YuNet as OpenCV's model zoo has it, {@code face_detection_yunet_2023mar.onnx}.
 *
 * <p>Input {@code input} [1, 3, 640, 640]: BGR, 0 to 255, the picture in the upper left corner. For
 * each stride s of 8, 16, 32 and each cell of its grid, the outputs are {@code cls_s} and {@code
 * obj_s}, whose geometric mean is the score; {@code bbox_s}, centre in strides from the cell's
 * corner and logarithm of the size in strides; {@code kps_s}, five points in strides from the
 * corner: right eye, left eye, nose tip, right and left corner of the mouth of the person.
 *
 * @see <a href="https://github.com/opencv/opencv_zoo/tree/main/models/face_detection_yunet">source
 *     </a>
 */
public final class YuNet implements FaceDetector {
  private static final double SAME_FACE = 0.3;

  private final OnnxSession network;
  private final double score;

  private YuNet(OnnxSession network, double score) {
    this.network = network;
    this.score = score;
  }

  /**
   * @param score from which on a box counts, 0 to 1; its authors take 0.6 to 0.9
   * @throws org.g2face.onnx.OnnxException if the file is not such a network
   */
  public static YuNet open(byte[] model, double score, Execution execution) {
    List<String> outputs = new ArrayList<>();
    for (int stride : Letterbox.STRIDES) {
      outputs.addAll(List.of("cls_" + stride, "obj_" + stride, "bbox_" + stride, "kps_" + stride));
    }
    return new YuNet(OnnxSession.open(model, "input", outputs, execution), score);
  }

  @Override
  public List<DetectedFace> detect(RgbImage image) {
    Letterbox box = Letterbox.of(image);
    int area = Letterbox.SIDE * Letterbox.SIDE;
    float[] bgr = new float[box.planes().length];
    for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
      System.arraycopy(box.planes(), channel * area, bgr, (2 - channel) * area, area);
    }
    Tensor input = Tensor.of(bgr, 1, RgbImage.CHANNELS, Letterbox.SIDE, Letterbox.SIDE);
    return decode(network.run(Map.of("input", input)), box, score);
  }

  static List<DetectedFace> decode(Map<String, Tensor> found, Letterbox letterbox, double score) {
    List<DetectedFace> faces = new ArrayList<>();
    for (int stride : Letterbox.STRIDES) {
      Tensor classes = found.get("cls_" + stride);
      Tensor objects = found.get("obj_" + stride);
      Tensor boxes = found.get("bbox_" + stride);
      Tensor points = found.get("kps_" + stride);
      for (int cell = 0; cell < Letterbox.cells(stride); cell++) {
        FiniteChecks.refuse("YuNet", classes.at(cell), objects.at(cell));
        double probability = Math.sqrt(share(classes.at(cell)) * share(objects.at(cell)));
        if (probability >= score) {
          Point corner = Letterbox.corner(cell, stride);
          double x = corner.x() + boxes.at(4 * cell) * stride;
          double y = corner.y() + boxes.at(4 * cell + 1) * stride;
          double width = Math.exp(boxes.at(4 * cell + 2)) * stride;
          double height = Math.exp(boxes.at(4 * cell + 3)) * stride;
          List<Point> five = new ArrayList<>();
          for (int i = 0; i < 5; i++) {
            Point share = new Point(points.at(10 * cell + 2 * i), points.at(10 * cell + 2 * i + 1));
            five.add(corner.plus(share.times(stride)));
          }
          faces.add(
              letterbox.face(
                  "YuNet",
                  x - width / 2,
                  y - height / 2,
                  x + width / 2,
                  y + height / 2,
                  probability,
                  five));
        }
      }
    }
    return NonMaximumSuppression.byOverlap(faces, SAME_FACE);
  }

  private static double share(double value) {
    return Math.min(1, Math.max(0, value));
  }

  @Override
  public void close() {
    network.close();
  }
}
