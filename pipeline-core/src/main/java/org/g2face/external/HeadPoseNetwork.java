package org.g2face.external;

import java.util.List;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxException;
import org.g2face.tensor.Tensor;

/**
 * A network from elsewhere that tells how a head is turned, as 3DDFA does (Guo et al. 2020): the
 * first twelve numbers of its output are the rows of a scaled rotation with a shift, [3, 4], in a
 * frame with x to the right of the picture, y upwards and z towards the camera. May be used by
 * several threads at once.
 */
public final class HeadPoseNetwork implements AutoCloseable {
  private static final int POSE = 12;

  private final CropNetwork network;
  private final List<Double> offset;

  private HeadPoseNetwork(CropNetwork network, List<Double> offset) {
    this.network = network;
    this.offset = offset;
  }

  /**
   * Opens a network.
   *
   * @param model the bytes of the ONNX file
   * @param spec with the offset: which face looks straight ahead is another question for each
   *     morphable model
   * @param size side of the face crops
   * @throws OnnxException if it cannot be used
   */
  public static HeadPoseNetwork open(
      byte[] model, NetworkSpec spec, int size, Execution execution) {
    CropNetwork network = CropNetwork.open(model, spec, size, execution);
    if (network.length() < POSE) {
      network.close();
      throw new OnnxException(
          "the output "
              + spec.output()
              + " has "
              + network.length()
              + " numbers, but a pose has "
              + POSE);
    }
    return new HeadPoseNetwork(network, spec.offset());
  }

  /**
   * Measures heads.
   *
   * @param images [batch, 3, size, size], RGB in [-1, 1]
   * @return [batch, 3]: angles about x, y and z, in radians, of a turn about x, then y, then z;
   *     positive for a nose that points down, to the right of the picture, and for a head turned
   *     counter-clockwise
   */
  public Tensor angles(Tensor images) {
    Tensor read = network.read(images);
    int faces = Math.toIntExact(read.shape()[0]);
    float[] angles = new float[3 * faces];
    for (int face = 0; face < faces; face++) {
      double[] turn = turn(read, face * network.length());
      for (int axis = 0; axis < turn.length; axis++) {
        angles[3 * face + axis] = (float) (turn[axis] + offset.get(axis));
      }
    }
    return Tensor.of(angles, faces, 3);
  }

  /**
   * How a head is turned, whoever cut out what the network has seen.
   *
   * @param read what such a network computed
   * @param from where the twelve numbers of a face begin in it
   * @return angles about x, y and z in radians, as {@link #angles} tells them
   */
  public static double[] turn(Tensor read, int from) {
    double[] first = direction(read, from);
    double[] second = direction(read, from + 4);
    double[] third = cross(first, second);
    return new double[] {
      Math.atan2(third[1], third[2]),
      Math.asin(Math.max(-1, Math.min(1, -third[0]))),
      Math.atan2(second[0], first[0])
    };
  }

  private static double[] direction(Tensor read, int from) {
    double[] row = {read.at(from), read.at(from + 1), read.at(from + 2)};
    double length = Math.sqrt(row[0] * row[0] + row[1] * row[1] + row[2] * row[2]);
    return new double[] {row[0] / length, row[1] / length, row[2] / length};
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }

  @Override
  public void close() {
    network.close();
  }
}
