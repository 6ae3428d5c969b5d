package org.g2face.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.Deflater;
import org.g2face.Fixtures;
import org.g2face.model.weights.NamedTensors;
import org.g2face.network.Camera;
import org.g2face.network.Coefficients;
import org.g2face.network.MorphableModel;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sink;
import us.hebi.matlab.mat.types.Sinks;

class FaceModelMatTest {
  @TempDir Path temp;

  /** One triangle with one coefficient of each kind. */
  private static Map<String, Array> triangle() {
    Map<String, Array> arrays = new LinkedHashMap<>();
    arrays.put("meanshape", matrix(1, 9, 0, 0, 0, 1, 0, 0, 0, 1, 0));
    arrays.put("idBase", matrix(9, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    arrays.put(
        "exBase", matrix(9, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18));
    arrays.put("tri", matrix(1, 3, 1, 2, 3));
    arrays.put("point_buf", matrix(3, 2, 1, 2, 1, 2, 1, 2));
    arrays.put("keypoints", matrix(1, 2, 3, 1));
    return arrays;
  }

  private static Matrix matrix(int rows, int columns, double... rowByRow) {
    Matrix matrix = Mat5.newMatrix(rows, columns);
    for (int i = 0; i < rowByRow.length; i++) {
      matrix.setDouble(i / columns, i % columns, rowByRow[i]);
    }
    return matrix;
  }

  private Path write(Map<String, Array> arrays) throws IOException {
    return write(arrays, Deflater.BEST_COMPRESSION);
  }

  private Path write(Map<String, Array> arrays, int compression) throws IOException {
    Path file = temp.resolve("model.mat");
    Files.deleteIfExists(file);
    // Not closed: that would release the arrays, which other cases use again.
    MatFile mat = Mat5.newMatFile();
    arrays.forEach(mat::addArray);
    try (Sink sink = Sinks.newStreamingFile(file.toFile())) {
      Mat5.newWriter(sink).setDeflateLevel(compression).writeMat(mat);
    }
    return file;
  }

  @Test
  void readsRowByRow() throws IOException {
    Map<String, Array> arrays = triangle();
    arrays.put("texBase", matrix(9, 1));
    NamedTensors tensors = FaceModelMat.read(write(arrays));
    assertThat(tensors.names())
        .containsExactly("exBase", "idBase", "keypoints", "meanshape", "point_buf", "tri");
    assertThat(tensors.get("exBase"))
        .isEqualTo(
            Tensor.of(
                new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18}, 9, 2));
    MorphableModel model =
        MorphableModel.of(new Coefficients(1, 2, 0), Camera.standard(), tensors.asMap());
    assertThat(model.vertices()).isEqualTo(3);
  }

  @Test
  void readsTheLayoutOfTheAuthors() throws IOException {
    NamedTensors tensors = FaceModelMat.read(Fixtures.path("golden/BFM_model_front.mat"));
    assertThat(tensors.get("idBase").shape()).containsExactly(504, 80);
    assertThat(tensors.get("tri").shape()).containsExactly(286, 3);
    MorphableModel model =
        MorphableModel.of(Coefficients.standard(), Camera.standard(), tensors.asMap());
    assertThat(model.vertices()).isEqualTo(168);
  }

  /** Whole numbers of several sizes, and a real face. */
  @Test
  void readsAnotherModelInThatLayout() throws IOException {
    NamedTensors tensors = FaceModelMat.read(Fixtures.path("models/ict_face_model.mat"));
    assertThat(tensors.get("tri").shape()).containsExactly(18460, 3);
    MorphableModel model =
        MorphableModel.of(Coefficients.standard(), Camera.standard(), tensors.asMap());
    assertThat(model.vertices()).isEqualTo(9409);
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Map<String, Array> arrays = triangle();
    arrays.remove("tri");
    assertRefused(write(arrays), "lacks the matrix tri");
    arrays.put("tri", matrix(1, 3, 0, 1, 2));
    assertRefused(write(arrays), "tri holds 0.0 where a position counted from 1 belongs");
    arrays.put("tri", matrix(1, 3, 1, 1.5, 2));
    assertRefused(write(arrays), "tri holds 1.5");
    arrays.put("tri", matrix(1, 3, 1, Double.NaN, 2));
    assertRefused(write(arrays), "tri holds NaN");
    arrays.put("tri", matrix(1, 3, 1, 1 << 24, 2));
    assertRefused(write(arrays), "tri holds 1.6777216E7");
    arrays.put("tri", Mat5.newString("not a matrix"));
    assertRefused(write(arrays), "lacks the matrix tri");
    arrays.put("tri", Mat5.newMatrix(new int[] {1, 3, 2}));
    assertRefused(write(arrays), "tri is not a matrix of real numbers");
    Path other = Files.writeString(temp.resolve("other.mat"), "MATLAB 7.3 MAT-file");
    assertRefused(other, "not a readable MATLAB file of version 5");
  }

  @Test
  void damageIsAlwaysTheDeclaredException() throws IOException {
    damage(Files.readAllBytes(write(triangle())), 150);
    damage(Files.readAllBytes(write(triangle(), Deflater.NO_COMPRESSION)), 800);
  }

  private void damage(byte[] good, int times) throws IOException {
    Path file = temp.resolve("damaged.mat");
    Random random = new Random(5);
    for (int i = 0; i < times; i++) {
      byte[] bytes = good.clone();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      Files.write(file, bytes);
      try {
        FaceModelMat.read(file);
      } catch (CheckpointException expected) {
        assertThat(expected).hasMessageContaining("damaged.mat");
      }
    }
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> FaceModelMat.read(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(file.getFileName().toString())
        .hasMessageContaining(message);
  }
}
