package org.g2face.external;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.g2face.network.Alignment;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxException;
import org.g2face.tensor.Tensor;

/**
 * A network from elsewhere that finds the 68 points of 300-W (Sagonas et al. 2013): 17 of the jaw,
 * 10 of the brows, 9 of the nose, 12 of the eyes, 20 of the mouth, each from the left of the
 * picture on. May be used by several threads at once.
 */
public final class LandmarkNetwork implements AutoCloseable {
  private static final int POINTS = 68;

  /** Lines of points that a mirror turns around, each from its first to its last point. */
  private static final List<int[]> LINES =
      List.of(
          new int[] {0, 16},
          new int[] {17, 26},
          new int[] {31, 35},
          new int[] {48, 54},
          new int[] {55, 59},
          new int[] {60, 64},
          new int[] {65, 67});

  /** For each point, the one that a mirror lays onto it. */
  private static final int[] MIRRORED = mirrored();

  private final CropNetwork network;

  private LandmarkNetwork(CropNetwork network) {
    this.network = network;
  }

  /**
   * Opens a network.
   *
   * @param model the bytes of an ONNX file whose output is x0, y0, x1, ... as shares of what it
   *     sees
   * @param size side of the face crops
   * @throws OnnxException if it cannot be used
   */
  public static LandmarkNetwork open(
      byte[] model, NetworkSpec spec, int size, Execution execution) {
    CropNetwork network = CropNetwork.open(model, spec, size, execution);
    if (network.length() != 2 * POINTS) {
      network.close();
      throw new OnnxException(
          "the output "
              + spec.output()
              + " has "
              + network.length()
              + " numbers, but 68 landmarks are "
              + 2 * POINTS);
    }
    return new LandmarkNetwork(network);
  }

  /** For each of the 68 points, the one that a mirror lays onto it. */
  public static int[] mirror() {
    return MIRRORED.clone();
  }

  /**
   * Finds landmarks, as the mean of what the network sees in a face and in its mirror image.
   *
   * @param images [batch, 3, size, size], RGB in [-1, 1]
   * @return [batch, 136]: x0, y0, x1, ... as shares of the face crop's side, y downwards
   */
  public Tensor find(Tensor images) {
    Tensor plain = network.read(images);
    Tensor turned = network.read(turned(images));
    Alignment.Box box = network.box();
    int faces = Math.toIntExact(images.shape()[0]);
    float[] points = new float[faces * 2 * POINTS];
    for (int face = 0; face < faces; face++) {
      int row = face * 2 * POINTS;
      for (int point = 0; point < POINTS; point++) {
        int at = row + 2 * point;
        int other = row + 2 * MIRRORED[point];
        double left = box.left() + (box.right() - box.left()) * plain.at(at);
        double right = box.left() + (box.right() - box.left()) * turned.at(other);
        double y = (plain.at(at + 1) + turned.at(other + 1)) / 2.0;
        points[at] = (float) ((left + 1 - right) / 2);
        points[at + 1] = (float) (box.top() + (box.bottom() - box.top()) * y);
      }
    }
    return Tensor.of(points, faces, 2 * POINTS);
  }

  private static Tensor turned(Tensor images) {
    int width = Math.toIntExact(images.shape()[3]);
    FloatBuffer values = Tensor.allocate(images.count());
    for (int i = 0; i < images.count(); i++) {
      values.put(images.at(i / width * width + width - 1 - i % width));
    }
    return Tensor.wrap(values.flip(), images.shape());
  }

  private static int[] mirrored() {
    int[] other = IntStream.range(0, POINTS).toArray();
    for (int[] line : LINES) {
      for (int i = line[0]; i <= line[1]; i++) {
        other[i] = line[0] + line[1] - i;
      }
    }
    // The eyes: upper lids from 36 and 42 to their inner and outer corners, then the lower ones.
    int[] left = {36, 37, 38, 39, 40, 41};
    int[] right = {45, 44, 43, 42, 47, 46};
    for (int i = 0; i < left.length; i++) {
      other[left[i]] = right[i];
      other[right[i]] = left[i];
    }
    return other;
  }

  @Override
  public void close() {
    network.close();
  }
}
