package org.g2face.network;

import java.util.ArrayList;
import java.util.List;
import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;
import org.g2face.tensor.Tensor;

/**
 * Landmark heatmaps: jaw, brows, nose, eyes and lips drawn as soft lines where a morphable model's
 * coefficients have them. They tell a generator pose and expression, place by place.
 *
 * <p>Its weights are the rows of the morphable model's 68 keypoints ({@link
 * MorphableModel#keypointMean()}, {@link MorphableModel#keypointBasis()}).
 *
 * @param shape how many coefficients of identity and expression the prior begins with; three angles
 *     and a translation follow
 * @param camera which has taken the crop
 */
public record LandmarkMap(int shape, Camera camera) {
  /** Multi-PIE's 68 points. */
  public static final int POINTS = 68;

  /** Polylines through the points; each is one map. */
  private static final int[][] LINES = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16},
    {17, 18, 19, 20, 21},
    {22, 23, 24, 25, 26},
    {27, 28, 29, 30},
    {31, 32, 33, 34, 35},
    {36, 37, 38, 39, 40, 41, 36},
    {42, 43, 44, 45, 46, 47, 42},
    {48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 48},
    {60, 61, 62, 63, 64, 65, 66, 67, 60},
  };

  /** Dots between two neighbouring points, so that a line has no gaps. */
  private static final int STEPS = 4;

  /** The deviation of a dot, in pixels of the map. */
  private static final double SIGMA = 1;

  public LandmarkMap {
    Expected.positive("number of shape coefficients", shape);
  }

  /** How many maps it draws. */
  public int maps() {
    return LINES.length;
  }

  /** The length of the geometry prior it takes: shape, angles, translation. */
  public int prior() {
    return shape + Coefficients.ANGLES + Coefficients.TRANSLATION;
  }

  /**
   * Where the landmarks are.
   *
   * @param prior [batch, prior()]
   * @return [batch, 68, 2]: x and y as shares of the crop's side, y downwards
   */
  public <T> T points(Ops<T> ops, Weights<T> w, T prior) {
    Expected.shape(ops, "geometry prior", prior, prior());
    T basis = w.buffer("basis", Init.zeros(), 3L * POINTS, shape);
    T mean = w.buffer("mean", Init.zeros(), 3L * POINTS);
    T flat = ops.linear(ops.slice(prior, 1, 0, shape), basis, mean);
    int turned = shape + Coefficients.ANGLES;
    T rotation = Rotation.forward(ops, ops.slice(prior, 1, shape, turned));
    T shift = ops.reshape(ops.slice(prior, 1, turned, prior()), -1, 1, 3);
    T points = ops.add(ops.matmul(ops.reshape(flat, -1, POINTS, 3), rotation), shift);
    T pixels = camera.project(ops, points);
    // The camera's y runs upwards.
    double side = 2 * camera.centre();
    T scale =
        ops.constant(Tensor.of(new float[] {(float) (1 / side), (float) (-1 / side)}, 1, 1, 2));
    T origin = ops.constant(Tensor.of(new float[] {0, 1}, 1, 1, 2));
    return ops.add(ops.mul(pixels, scale), origin);
  }

  /**
   * Draws.
   *
   * @param prior [batch, prior()]
   * @return [batch, maps(), side, side], 0 where nothing is, about 1 and more along lines
   */
  public <T> T forward(Ops<T> ops, Weights<T> w, T prior, int side) {
    T points = points(ops, w, prior);
    List<T> maps = new ArrayList<>();
    for (int[] line : LINES) {
      Tensor dots = dots(line);
      // Rows that mix the 68 points into dots: a resampling along one axis.
      T places = mixed(ops, points, dots);
      T down = bumps(ops, ops.slice(places, 2, 1, 2), side);
      T across = bumps(ops, ops.slice(places, 2, 0, 1), side);
      T map = ops.matmul(ops.transpose(down, 0, 2, 1), across);
      maps.add(ops.reshape(map, -1, 1, side, side));
    }
    return ops.concat(1, maps);
  }

  private static <T> T mixed(Ops<T> ops, T points, Tensor dots) {
    Tensor same = Tensor.of(new float[] {1, 0, 0, 1}, 2, 2);
    T plane = ops.reshape(points, -1, 1, POINTS, 2);
    return ops.reshape(ops.resample(plane, dots, same), -1, dots.shape()[0], 2);
  }

  /** For each dot a bump along one axis of the map: [batch, dots, side]. */
  private static <T> T bumps(Ops<T> ops, T places, int side) {
    float[] centres = new float[side];
    for (int i = 0; i < side; i++) {
      centres[i] = (i + 0.5f) / side;
    }
    T away = ops.sub(ops.constant(Tensor.of(centres, 1, 1, side)), places);
    double sharpness = side / (SIGMA * Math.sqrt(2));
    return ops.exp(ops.mul(ops.square(ops.mul(away, sharpness)), -1));
  }

  /** How the dots of a line come about from the points: [dots, 68]. */
  private static Tensor dots(int[] line) {
    int count = (line.length - 1) * STEPS + 1;
    float[] rows = new float[count * POINTS];
    for (int dot = 0; dot < count; dot++) {
      int from = Math.min(dot / STEPS, line.length - 2);
      float share = (dot - from * STEPS) / (float) STEPS;
      rows[dot * POINTS + line[from]] += 1 - share;
      rows[dot * POINTS + line[from + 1]] += share;
    }
    return Tensor.of(rows, count, POINTS);
  }
}
