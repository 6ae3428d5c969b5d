package org.g2face.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.g2face.builtin.BuiltinNetwork;
import org.g2face.image.AffineMap;
import org.g2face.image.RgbImage;
import org.g2face.image.Warp;
import org.g2face.model.weights.NamedTensors;
import org.g2face.network.SsdMobileNet;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxModel;
import org.g2face.onnx.OnnxSession;
import org.g2face.tensor.Tensor;

/**
 * The detector that comes along: {@link SsdMobileNet}, shown the whole picture in the upper left of
 * a square of 512 pixels, the rest of it black, as face-api.js does.
 */
public final class SsdDetector implements FaceDetector {
  private static final int SIDE = SsdMobileNet.SIDE;
  private static final String IMAGE = "image";
  private static final String BOXES = "boxes";
  private static final String SCORES = "scores";

  /** Face-api.js suppresses what overlaps by half; two findings of one face overlap less. */
  private static final double SAME_FACE = 0.4;

  private final OnnxSession network;
  private final double score;

  private SsdDetector(OnnxSession network, double score) {
    this.network = network;
    this.score = score;
  }

  /**
   * @param score from which on a box counts, 0 to 1; face-api.js takes 0.5
   */
  public static SsdDetector open(double score, Execution execution) {
    NamedTensors weights = BuiltinNetwork.DETECTOR.load();
    OnnxModel model = new OnnxModel();
    var found =
        new SsdMobileNet()
            .forward(
                model.ops(),
                model.weights("detector", weights.asMap()::get),
                model.input(IMAGE, -1, RgbImage.CHANNELS, SIDE, SIDE));
    model.output(BOXES, found.boxes());
    model.output(SCORES, found.scores());
    return new SsdDetector(model.open(execution), score);
  }

  @Override
  public List<DetectedFace> detect(RgbImage image) {
    double extent = Math.max(image.width(), image.height());
    AffineMap onto = new AffineMap(extent / SIDE, 0, 0, 0, extent / SIDE, 0);
    float[] planes = Warp.planes(image, onto, SIDE, SIDE, Warp.Border.BLACK);
    for (int i = 0; i < planes.length; i++) {
      planes[i] = planes[i] / 127.5f - 1;
    }
    Map<String, Tensor> found =
        network.run(Map.of(IMAGE, Tensor.of(planes, 1, RgbImage.CHANNELS, SIDE, SIDE)));
    Tensor scores = found.get(SCORES);
    Tensor boxes = found.get(BOXES);
    List<DetectedFace> faces = new ArrayList<>();
    for (int i = 0; i < scores.count(); i++) {
      double top = boxes.at(4 * i) * extent;
      double left = boxes.at(4 * i + 1) * extent;
      double bottom = boxes.at(4 * i + 2) * extent;
      double right = boxes.at(4 * i + 3) * extent;
      FiniteChecks.refuse("the detector", scores.at(i), left + top + right + bottom);
      if (scores.at(i) >= score) {
        Box box = FiniteChecks.box("the detector", left, top, right, bottom);
        faces.add(new DetectedFace(box, scores.at(i)));
      }
    }
    return NonMaximumSuppression.byOverlap(faces, SAME_FACE);
  }

  @Override
  public void close() {
    network.close();
  }
}
