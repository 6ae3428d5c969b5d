package org.g2face.network;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.g2face.ops.Ops;
import org.g2face.tensor.Tensor;

/**
 * A linear model of faces (Blanz and Vetter 1999) with pose, camera and light, as Deep3DFaceRecon
 * uses it for its losses.
 *
 * <p>Positions count from 0. Its arrays are constants of a network, not weights: nothing trains
 * them.
 */
public final class MorphableModel {
  /** Keeps the direction of a vector of length 0 finite. */
  private static final double EPSILON = 1e-24;

  private final Coefficients coefficients;
  private final Camera camera;
  private final Tensor mean;
  private final Tensor basis;
  private final int[] corners;
  private final int[] facesAround;
  private final int[] keypoints;
  private final Tensor keyBasis;
  private final Tensor keyMean;

  /**
   * A model.
   *
   * @param mean [3 N]: x, y, z of each of the N vertices
   * @param basis [3 N, identity + expression]: how far a coefficient of 1 moves them
   * @param corners for each triangle its three vertices, counter-clockwise from outside
   * @param facesAround for each vertex the triangles it is a corner of, as many places for each;
   *     the number of triangles stands for none
   * @param keypoints the vertices that are landmarks
   */
  public MorphableModel(
      Coefficients coefficients,
      Camera camera,
      Tensor mean,
      Tensor basis,
      int[] corners,
      int[] facesAround,
      int[] keypoints) {
    long rows = mean.count();
    int columns = coefficients.shape().size();
    if (rows % 3 != 0 || !Arrays.equals(basis.shape(), new long[] {rows, columns})) {
      throw new IllegalArgumentException(
          "a basis of shape "
              + Arrays.toString(basis.shape())
              + " does not fit a mean of "
              + rows
              + " coordinates and "
              + columns
              + " shape coefficients");
    }
    int vertices = Math.toIntExact(rows / 3);
    if (corners.length % 3 != 0 || facesAround.length % vertices != 0) {
      throw new IllegalArgumentException(
          corners.length
              + " corners and "
              + facesAround.length
              + " faces around "
              + vertices
              + " vertices are not whole triangles and whole rows");
    }
    requireBelow("triangle corner", corners, vertices);
    requireBelow("face around a vertex", facesAround, corners.length / 3 + 1);
    requireBelow("keypoint", keypoints, vertices);
    this.coefficients = coefficients;
    this.camera = camera;
    this.mean = mean.reshape(rows);
    this.basis = basis;
    this.corners = corners.clone();
    this.facesAround = facesAround.clone();
    this.keypoints = keypoints.clone();
    this.keyBasis = ofKeypoints(basis, columns, keypoints);
    this.keyMean = ofKeypoints(mean, 1, keypoints).reshape(3L * keypoints.length);
  }

  private static void requireBelow(String what, int[] positions, int limit) {
    for (int position : positions) {
      if (position < 0 || position >= limit) {
        throw new IllegalArgumentException(
            what + " " + position + " of a morphable model is not within 0.." + (limit - 1));
      }
    }
  }

  /**
   * The model of a {@code BFM_model_front.mat} (Deep3DFaceRecon's layout), whose positions count
   * from 1 and whose mean is moved to the origin here.
   *
   * @param arrays at least {@code meanshape}, {@code idBase}, {@code exBase}, {@code tri}, {@code
   *     point_buf} and {@code keypoints}
   * @throws IllegalArgumentException if one is missing, or they do not fit together
   */
  public static MorphableModel of(
      Coefficients coefficients, Camera camera, Map<String, Tensor> arrays) {
    return new MorphableModel(
        coefficients,
        camera,
        centred(array(arrays, "meanshape")),
        sideBySide(array(arrays, "idBase"), array(arrays, "exBase")),
        fromZero(array(arrays, "tri")),
        fromZero(array(arrays, "point_buf")),
        fromZero(array(arrays, "keypoints")));
  }

  private static Tensor array(Map<String, Tensor> arrays, String name) {
    Tensor array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          "the morphable model lacks the array " + name + "; it has " + arrays.keySet());
    }
    return array;
  }

  private static Tensor centred(Tensor mean) {
    float[] values = mean.toArray();
    double[] centre = new double[3];
    for (int i = 0; i < values.length; i++) {
      centre[i % 3] += values[i];
    }
    for (int i = 0; i < values.length; i++) {
      values[i] -= (float) (centre[i % 3] / (values.length / 3));
    }
    return Tensor.of(values, values.length);
  }

  private static Tensor sideBySide(Tensor left, Tensor right) {
    if (left.rank() != 2 || right.rank() != 2 || left.shape()[0] != right.shape()[0]) {
      throw new IllegalArgumentException(
          "idBase " + left + " and exBase " + right + " have different numbers of rows");
    }
    int rows = Math.toIntExact(left.shape()[0]);
    int a = Math.toIntExact(left.shape()[1]);
    int b = Math.toIntExact(right.shape()[1]);
    FloatBuffer joined = Tensor.allocate(rows * (a + b));
    for (int row = 0; row < rows; row++) {
      joined.put(left.buffer().position(row * a).limit((row + 1) * a));
      joined.put(right.buffer().position(row * b).limit((row + 1) * b));
    }
    return Tensor.wrap(joined.flip(), rows, a + b);
  }

  private static int[] fromZero(Tensor positions) {
    return IntStream.range(0, positions.count()).map(i -> (int) positions.at(i) - 1).toArray();
  }

  public Coefficients coefficients() {
    return coefficients;
  }

  public Camera camera() {
    return camera;
  }

  /** How many landmarks it has. */
  public int keypoints() {
    return keypoints.length;
  }

  /** Where the keypoints are in the mean face: [3 keypoints], x, y, z of each. */
  public Tensor keypointMean() {
    return keyMean;
  }

  /** How far a coefficient of 1 moves the keypoints: [3 keypoints, shape coefficients]. */
  public Tensor keypointBasis() {
    return keyBasis;
  }

  public int vertices() {
    return mean.count() / 3;
  }

  /**
   * What the coefficients of a face mean.
   *
   * @param shape vertices [batch, N, 3] in the model's own frame, before pose
   * @param landmarks keypoints [batch, K, 2] in the camera's image, in pixels, x to the right and y
   *     upwards
   * @param colour light on each vertex [batch, N, 3], RGB, without the face's own texture
   */
  public record Face<T>(T shape, T landmarks, T colour) {}

  /**
   * Builds faces.
   *
   * @param x coefficients [batch, coefficients().total()]
   */
  public <T> Face<T> forward(Ops<T> ops, T x) {
    Expected.shape(ops, "coefficients", x, coefficients.total());
    T weights = coefficients.shape().of(ops, x);
    T flat = ops.linear(weights, ops.constant(basis), ops.constant(mean));
    T shape = ops.reshape(flat, -1, vertices(), 3);
    T rotation = Rotation.forward(ops, coefficients.angles().of(ops, x));

    T shift = ops.reshape(coefficients.translation().of(ops, x), -1, 1, 3);
    T keys = ops.matmul(ops.gather(shape, 1, keypoints), rotation);
    T landmarks = camera.project(ops, ops.add(keys, shift));

    T normals = ops.matmul(normals(ops, shape), rotation);
    T colour = Shading.forward(ops, normals, coefficients.light().of(ops, x));
    return new Face<>(shape, landmarks, colour);
  }

  /**
   * The keypoints of faces alone, which takes a fraction of {@link #forward}.
   *
   * @param x coefficients [batch, coefficients().total()]
   * @return as {@link Face#landmarks}
   */
  public <T> T landmarks(Ops<T> ops, T x) {
    Expected.shape(ops, "coefficients", x, coefficients.total());
    T weights = coefficients.shape().of(ops, x);
    T flat = ops.linear(weights, ops.constant(keyBasis), ops.constant(keyMean));
    T keys = ops.reshape(flat, -1, keypoints.length, 3);
    T rotation = Rotation.forward(ops, coefficients.angles().of(ops, x));
    T shift = ops.reshape(coefficients.translation().of(ops, x), -1, 1, 3);
    return camera.project(ops, ops.add(ops.matmul(keys, rotation), shift));
  }

  /** The rows of the keypoints among those of all vertices. */
  private static Tensor ofKeypoints(Tensor rows, int columns, int[] keypoints) {
    FloatBuffer some = Tensor.allocate(keypoints.length * 3 * columns);
    for (int key : keypoints) {
      some.put(rows.buffer().position(3 * key * columns).limit(3 * (key + 1) * columns));
    }
    return Tensor.wrap(some.flip(), keypoints.length * 3L, columns);
  }

  /** A vertex's normal: the direction of the sum of its triangles' unit normals. */
  private <T> T normals(Ops<T> ops, T shape) {
    T first = corner(ops, shape, 0);
    T second = corner(ops, shape, 1);
    T third = corner(ops, shape, 2);
    T faces = direction(ops, cross(ops, ops.sub(first, second), ops.sub(second, third)));
    T none = ops.repeatBatch(ops.constant(Tensor.filled(0, 1, 1, 3)), shape);
    T padded = ops.concat(1, List.of(faces, none));
    int around = facesAround.length / vertices();
    T each = ops.reshape(ops.gather(padded, 1, facesAround), -1, vertices(), around, 3);
    return direction(ops, ops.sum(each, false, 2));
  }

  /** Where one of the three corners of each triangle is: [batch, triangles, 3]. */
  private <T> T corner(Ops<T> ops, T shape, int which) {
    int triangles = corners.length / 3;
    int[] vertices = IntStream.range(0, triangles).map(i -> corners[3 * i + which]).toArray();
    return ops.gather(shape, 1, vertices);
  }

  private static <T> T cross(Ops<T> ops, T a, T b) {
    int[] next = {1, 2, 0};
    int[] last = {2, 0, 1};
    return ops.sub(
        ops.mul(ops.gather(a, 2, next), ops.gather(b, 2, last)),
        ops.mul(ops.gather(a, 2, last), ops.gather(b, 2, next)));
  }

  private static <T> T direction(Ops<T> ops, T vectors) {
    T square = ops.sum(ops.square(vectors), true, 2);
    return ops.mul(vectors, ops.rsqrt(ops.add(square, EPSILON)));
  }
}
