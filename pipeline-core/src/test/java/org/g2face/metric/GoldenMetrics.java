package org.g2face.metric;

import java.io.IOException;
import java.nio.file.Path;
import org.g2face.Fixtures;
import org.g2face.image.RgbImage;
import org.g2face.tensor.Tensor;
import org.g2face.weights.LocalFolder;
import org.g2face.weights.NamedTensors;
import org.g2face.weights.Safetensors;

/** Values of scikit-image, NumPy and the like, for given pictures and scores. */
final class GoldenMetrics {
  private final NamedTensors tensors;

  GoldenMetrics() throws IOException {
    Path file = Fixtures.path("golden/metrics.safetensors");
    tensors =
        Safetensors.read(new LocalFolder(file.getParent()).open(file.getFileName().toString()))
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

  double[] all(String name) {
    double[] values = new double[tensors.get(name).count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(name, i);
    }
    return values;
  }
}
