package org.g2face.evaluate;

import java.util.List;
import java.util.Map;
import org.g2face.tensor.Tensor;

/**
 * The analysis of a picture of a face by external networks. Each map is by the name of the network,
 * and lacks those that saw nothing.
 *
 * @param picture [1, 3, size, size], RGB in [-1, 1], as the networks were given it
 * @param identities embeddings, as the networks gave them
 * @param features vectors that tell what the picture looks like
 * @param shapes coefficients of the person's shape
 * @param expressions coefficients of the expression
 * @param turns yaw, pitch and roll in degrees
 * @param boxes left, top, right and bottom of the face that a detector is surest of, in pixels of a
 *     picture of size x size
 * @param points x and y of each landmark, likewise
 */
public record FaceAnalysis(
    Tensor picture,
    Map<String, float[]> identities,
    Map<String, float[]> features,
    Map<String, float[]> shapes,
    Map<String, float[]> expressions,
    Map<String, float[]> turns,
    Map<String, float[]> boxes,
    Map<String, List<float[]>> points) {

  /** Length of the difference of two vectors. */
  public static double distance(float[] a, float[] b) {
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      squares += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
    }
    return Math.sqrt(squares);
  }

  /** Mean distance between the points of two faces, in pixels. */
  public static double meanDistance(List<float[]> a, List<float[]> b) {
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
      sum += distance(a.get(i), b.get(i));
    }
    return sum / a.size();
  }
}
