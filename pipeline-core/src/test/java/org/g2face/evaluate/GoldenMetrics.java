package org.g2face.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.g2face.Fixtures;
import org.g2face.image.RgbImage;
import org.g2face.io.LocalFileStore;
import org.g2face.model.weights.NamedTensors;
import org.g2face.model.weights.Safetensors;
import org.g2face.tensor.Tensor;

/** Values of scikit-image, NumPy and the like, for given pictures and scores. */
final class GoldenMetrics {
  private final NamedTensors tensors;

  GoldenMetrics() throws IOException {
    Path file = Fixtures.path("golden/metrics.safetensors");
    tensors =
        Safetensors.read(new LocalFileStore(file.getParent()).open(file.getFileName().toString()))
            .tensors();
  }

  int pairs() {
    return (int) tensors.get("images.a").shape()[0];
  }

  RgbImage image(String side, int index) {
    Tensor images = tensors.get("images." + side);
    int height = (int) images.shape()[1];
    int width = (int) images.shape()[2];
    byte[] levels = new byte[width * height * 3];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) images.at(index * levels.length + i);
    }
    return RgbImage.of(width, height, levels);
  }

  double value(String name, int index) {
    return tensors.get(name).at(index);
  }

  /** The rows of a matrix, in a list that can be changed. */
  List<float[]> rows(String name) {
    Tensor matrix = tensors.get(name);
    int length = (int) matrix.shape()[1];
    float[] values = matrix.toArray();
    List<float[]> rows = new ArrayList<>();
    for (int from = 0; from < values.length; from += length) {
      rows.add(Arrays.copyOfRange(values, from, from + length));
    }
    return rows;
  }

  double[] all(String name) {
    double[] values = new double[tensors.get(name).count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(name, i);
    }
    return values;
  }
}
