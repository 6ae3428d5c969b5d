package org.g2face.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.g2face.Fixtures;
import org.g2face.external.CropNetwork;
import org.g2face.external.HeadPoseNetwork;
import org.g2face.external.LandmarkNetwork;
import org.g2face.external.NetworkSpec;
import org.g2face.external.NetworkSpec.Colours;
import org.g2face.image.Decoded;
import org.g2face.image.ImageDecoder;
import org.g2face.image.Planes;
import org.g2face.model.Normalisation;
import org.g2face.network.Alignment;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Networks that find landmarks and poses: what is made of their output, and real ones. */
class FaceTeachersTest {
  private static final Execution CPU = Execution.onCpu(1);
  private static final Offset<Float> LITTLE = within(1e-5f);

  private static NetworkSpec contract(String output, Colours colours, Alignment.Box box) {
    return new NetworkSpec("x", output, box, Normalisation.unit(), colours);
  }

  /** [2, 3, 4, 4]: the first brighter to the right, the second brighter downwards. */
  private static Tensor ramps() {
    float[] values = new float[96];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i < 48 ? i % 4 : i / 4 % 4) / 1.5f - 1;
    }
    return Tensor.of(values, 2, 3, 4, 4);
  }

  @Test
  void greyPicturesAreShownOneByOneToANetworkThatWantsIt() {
    Alignment.Box corner = new Alignment.Box(0, 0, 0.5, 0.5, 2, 2);
    try (CropNetwork network =
        CropNetwork.open(OnnxFiles.points(), contract("points", Colours.GREY, corner), 4, CPU)) {
      Tensor read = network.read(ramps());
      assertThat(read.shape()).containsExactly(2, 136);
      assertThat(read.at(0)).isCloseTo(0, LITTLE);
      assertThat(read.at(1)).isCloseTo(1 / 3f, LITTLE);
      assertThat(read.at(136)).isCloseTo(0, LITTLE);
      assertThat(read.at(137)).isCloseTo(1 / 3f, LITTLE);
    }
    float[] coloured = new float[12];
    for (int i = 0; i < 12; i++) {
      coloured[i] = i < 4 ? 1 : i < 8 ? 0 : -1;
    }
    try (CropNetwork network =
        CropNetwork.open(
            OnnxFiles.points(),
            contract("points", Colours.GREY, Alignment.Box.whole(2, 2)),
            2,
            CPU)) {
      assertThat(network.read(Tensor.of(coloured, 1, 3, 2, 2)).at(0))
          .isCloseTo(0.299f + 0.587f / 2, LITTLE);
    }
  }

  @Test
  void landmarksAreTheMeanOfAFaceAndItsMirrorImageInSharesOfTheCrop() {
    Alignment.Box box = new Alignment.Box(0.25, 0.5, 0.75, 1, 2, 2);
    try (LandmarkNetwork network =
        LandmarkNetwork.open(OnnxFiles.points(), contract("points", Colours.GREY, box), 4, CPU)) {
      Tensor points = network.find(ramps());
      // The first face is seen as 1/3 and 2/3; mirrored, as 2/3 and 1/3.
      float left = 0.25f + 0.5f / 3;
      float right = 1 - (0.25f + 0.5f * 2 / 3);
      assertThat(points.at(0)).isCloseTo((left + right) / 2, LITTLE);
      assertThat(points.at(1)).isCloseTo(0.75f, LITTLE);
    }
    int[] mirror = LandmarkNetwork.mirror();
    for (int i = 0; i < 68; i++) {
      assertThat(mirror[mirror[i]]).isEqualTo(i);
    }
    assertThat(List.of(mirror[0], mirror[17], mirror[30], mirror[36], mirror[40], mirror[48]))
        .containsExactly(16, 26, 30, 45, 47, 54);
    assertThatThrownBy(
            () ->
                LandmarkNetwork.open(
                    OnnxFiles.means(), contract("means", Colours.RGB, box), 4, CPU))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("68 landmarks are 136");
  }

  @Test
  void anglesAreThoseOfTheRotation() {
    NetworkSpec contract =
        new NetworkSpec(
            "x",
            "pose",
            Alignment.Box.whole(2, 2),
            Normalisation.unit(),
            Colours.RGB,
            List.of(0.1, 0.2, 0.3));
    try (HeadPoseNetwork network = HeadPoseNetwork.open(OnnxFiles.pose(), contract, 4, CPU)) {
      Tensor angles = network.angles(ramps());
      assertThat(angles.at(0)).isCloseTo(0.1f, LITTLE);
      assertThat(angles.at(1)).isCloseTo(0.2f, LITTLE);
      // Rows along (0.5, 1) and (-1, 0.5): turned clockwise.
      assertThat(angles.at(2)).isCloseTo((float) (Math.atan2(-1, 0.5) + 0.3), LITTLE);
    }
    assertThatThrownBy(
            () ->
                HeadPoseNetwork.open(
                    OnnxFiles.means(),
                    contract("means", Colours.RGB, Alignment.Box.whole(2, 2)),
                    4,
                    CPU))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("a pose has 12");
  }

  @Test
  void realNetworksSeeFacesThroughOneBox() throws IOException {
    Normalisation by256 =
        new Normalisation(List.of(0.0, 0.0, 0.0), List.of(256 / 255., 256 / 255., 256 / 255.));
    Normalisation by128 =
        new Normalisation(List.of(0.5, 0.5, 0.5), List.of(128 / 255., 128 / 255., 128 / 255.));
    NetworkSpec landmarks =
        new NetworkSpec(
            "input",
            "output",
            new Alignment.Box(0.17, 0.29, 0.83, 0.95, 64, 64),
            by256,
            Colours.GREY);
    NetworkSpec poses =
        new NetworkSpec(
            "input",
            "params",
            new Alignment.Box(0.12, 0.14, 0.88, 0.90, 120, 120),
            by128,
            Colours.BGR);
    Tensor faces = faces(40);
    byte[] landmarkFile = Files.readAllBytes(Fixtures.path("models/fr_landmark.onnx"));
    byte[] poseFile = Files.readAllBytes(Fixtures.path("models/3ddfa-mb05.onnx"));
    try (LandmarkNetwork finder = LandmarkNetwork.open(landmarkFile, landmarks, 128, CPU);
        HeadPoseNetwork heads = HeadPoseNetwork.open(poseFile, poses, 128, CPU)) {
      Tensor points = finder.find(faces);
      Tensor angles = heads.angles(faces);
      double alike = 0;
      for (int i = 0; i < 40; i++) {
        int row = 136 * i;
        // Where FFHQ-style crops have their eyes and the corners of the mouth.
        assertThat(eye(points, row, 36)).isCloseTo(0.379, within(0.04));
        assertThat(eye(points, row, 42)).isCloseTo(0.621, within(0.04));
        assertThat(points.at(row + 97)).isCloseTo(0.737f, within(0.08f));
        double nose = points.at(row + 60) - (eye(points, row, 36) + eye(points, row, 42)) / 2;
        alike += Math.signum(nose) == Math.signum(angles.at(3 * i + 1)) ? 1 : 0;
      }
      // A nose points to the side to which its head is turned.
      assertThat(alike).isGreaterThan(32);
    }
  }

  /** The mean x of an eye's six points. */
  private static double eye(Tensor points, int row, int first) {
    double sum = 0;
    for (int i = first; i < first + 6; i++) {
      sum += points.at(row + 2 * i);
    }
    return sum / 6;
  }

  private static Tensor faces(int count) throws IOException {
    FloatBuffer planes = Tensor.allocate(count * Planes.count(128, 128));
    List<Path> files;
    try (Stream<Path> all = Files.list(Fixtures.path("faces/pairs/images"))) {
      files = all.sorted().limit(count).toList();
    }
    for (int i = 0; i < count; i++) {
      Path file = files.get(i);
      Decoded decoded = new ImageDecoder().decode(Files.readAllBytes(file), file.toString());
      Planes.write(((Decoded.Picture) decoded).image(), planes, i * Planes.count(128, 128));
    }
    return Tensor.wrap(planes, count, 3, 128, 128);
  }
}
