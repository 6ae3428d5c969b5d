package org.g2face.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.g2face.builtin.BuiltinNetwork;
import org.g2face.detect.Box;
import org.g2face.detect.DenseLandmarkDetector;
import org.g2face.detect.DetectedFace;
import org.g2face.detect.FaceDetector;
import org.g2face.detect.HeadPose;
import org.g2face.detect.HeadPoseEstimator;
import org.g2face.detect.LandmarkDetector;
import org.g2face.detect.OnnxLandmarkDetector;
import org.g2face.detect.Point;
import org.g2face.image.RgbImage;
import org.g2face.onnx.Execution;

/** Detectors, and networks that look at what a detector found. */
final class DetectionNetworks implements AutoCloseable {
  private final Execution execution;
  private final Map<String, FaceDetector> detectors = new LinkedHashMap<>();
  private final Map<String, Of<LandmarkDetector>> landmarks = new LinkedHashMap<>();
  private final Map<String, Of<HeadPoseEstimator>> poses = new LinkedHashMap<>();

  /** A network that needs a detector's box. */
  private record Of<N>(N network, String detector) {}

  DetectionNetworks(Execution execution) {
    this.execution = execution;
  }

  void open(String name, EvaluationSpec contract, EvaluationNetworks.Files files)
      throws IOException {
    if (contract instanceof EvaluationSpec.Detection detection) {
      detectors.put(name, detector(detection, files));
    } else if (contract instanceof EvaluationSpec.Landmarks points) {
      landmarks.put(name, new Of<>(landmarks(points.file(), files), points.detector()));
    } else if (contract instanceof EvaluationSpec.Rotation rotation) {
      byte[] model = EvaluationNetworks.bytes(files, rotation.file());
      poses.put(name, new Of<>(HeadPoseEstimator.open(model, execution), rotation.detector()));
    }
  }

  private LandmarkDetector landmarks(String file, EvaluationNetworks.Files files)
      throws IOException {
    return BuiltinNetwork.LANDMARKS.isNamed(file)
        ? DenseLandmarkDetector.open(execution)
        : OnnxLandmarkDetector.open(EvaluationNetworks.bytes(files, file), execution);
  }

  private FaceDetector detector(EvaluationSpec.Detection contract, EvaluationNetworks.Files files)
      throws IOException {
    List<byte[]> networks = new ArrayList<>();
    for (String file : contract.files()) {
      networks.add(EvaluationNetworks.bytes(files, file));
    }
    return contract.detector().openForCrops(networks, execution);
  }

  /**
   * Closes the networks whose detector is not there.
   *
   * @return their names, and why
   */
  Map<String, String> resolve() {
    Map<String, String> absent = new LinkedHashMap<>();
    landmarks.forEach((name, of) -> missing(of).ifPresent(why -> absent.put(name, why)));
    poses.forEach((name, of) -> missing(of).ifPresent(why -> absent.put(name, why)));
    absent
        .keySet()
        .forEach(
            name -> {
              Optional.ofNullable(landmarks.remove(name)).ifPresent(of -> of.network().close());
              Optional.ofNullable(poses.remove(name)).ifPresent(of -> of.network().close());
            });
    return absent;
  }

  private Optional<String> missing(Of<?> of) {
    return detectors.containsKey(of.detector())
        ? Optional.empty()
        : Optional.of("its detector " + of.detector() + " is not there");
  }

  /** Adds to what was seen; a network that finds nothing adds nothing. */
  void look(RgbImage face, FaceAnalysis sight) {
    Map<String, DetectedFace> found = new HashMap<>();
    detectors.forEach(
        (name, detector) ->
            detector.detect(face).stream()
                .max(Comparator.comparingDouble(DetectedFace::score))
                .ifPresent(surest -> found.put(name, surest)));
    found.forEach(
        (name, surest) -> {
          sight.boxes().put(name, numbers(surest.box()));
          if (!surest.points().isEmpty()) {
            sight.points().put(name, numbers(surest.points()));
          }
        });
    landmarks.forEach(
        (name, of) -> {
          DetectedFace where = found.get(of.detector());
          if (where != null) {
            List<Point> points = of.network().locate(face, where.box()).points();
            sight.points().put(name, numbers(points));
          }
        });
    poses.forEach(
        (name, of) -> {
          DetectedFace where = found.get(of.detector());
          if (where != null) {
            HeadPose pose = of.network().estimate(face, where.box());
            float[] angles = {(float) pose.yaw(), (float) pose.pitch(), (float) pose.roll()};
            sight.turns().put(name, angles);
          }
        });
  }

  private static float[] numbers(Box box) {
    return new float[] {
      (float) box.left(), (float) box.top(), (float) box.right(), (float) box.bottom()
    };
  }

  private static List<float[]> numbers(List<Point> points) {
    return points.stream()
        .map(point -> new float[] {(float) point.x(), (float) point.y()})
        .toList();
  }

  @Override
  public void close() {
    detectors.values().forEach(FaceDetector::close);
    landmarks.values().forEach(of -> of.network().close());
    poses.values().forEach(of -> of.network().close());
  }
}
