package org.g2face.detect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.g2face.Fixtures;
import org.g2face.image.Decoded;
import org.g2face.image.ImageDecoder;
import org.g2face.image.RgbImage;
import org.g2face.onnx.Execution;

/** Real photographs, and the networks for them. */
public final class Scenes {
  public static final Execution CPU = Execution.onCpu(1);

  /** Photographs of groups and how many faces their annotations count. */
  public record Scene(String name, int faces) {
    public RgbImage image() throws IOException {
      return read(Fixtures.path("faces/portraits/scene-" + name + ".jpg"));
    }
  }

  public static final List<Scene> ALL =
      List.of(
          new Scene("2007_007763", 7),
          new Scene("2008_001322", 3),
          new Scene("2008_007676", 7),
          new Scene("two_people", 2),
          new Scene("couple", 2),
          new Scene("selfie-many-people", 5));

  private Scenes() {}

  public static RgbImage read(Path file) throws IOException {
    Decoded decoded = new ImageDecoder().decode(Files.readAllBytes(file), file.toString());
    return ((Decoded.Picture) decoded).image();
  }

  /** 24 pictures of one face each. */
  public static List<Path> portraits() throws IOException {
    try (Stream<Path> files = Files.list(Fixtures.path("faces/portraits"))) {
      return files.filter(f -> f.getFileName().toString().startsWith("portrait")).sorted().toList();
    }
  }

  public static byte[] model(String name) throws IOException {
    return Files.readAllBytes(Fixtures.path("models/" + name));
  }

  public static UltraFace ultraFace() throws IOException {
    return UltraFace.open(model("ultraface-rfb-320.onnx"), 0.7, CPU);
  }

  public static Mtcnn mtcnn() throws IOException {
    return Mtcnn.open(
        model("mtcnn-pnet.onnx"), model("mtcnn-rnet.onnx"), model("mtcnn-onet.onnx"), 0.7, CPU);
  }

  public static OnnxLandmarkDetector landmarks() throws IOException {
    return OnnxLandmarkDetector.open(model("fr_landmark.onnx"), CPU);
  }

  public static HeadPoseEstimator pose() throws IOException {
    return HeadPoseEstimator.open(model("3ddfa-mb05.onnx"), CPU);
  }
}
