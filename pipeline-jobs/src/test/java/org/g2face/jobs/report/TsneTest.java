package org.g2face.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TsneTest {
  private static final int EACH = 30;
  private static final float[][] CLUSTERS = clusters();

  /** Three clouds in 20 dimensions, ten standard deviations apart. */
  private static float[][] clusters() {
    Random random = new Random(3);
    float[][] points = new float[3 * EACH][20];
    for (int i = 0; i < points.length; i++) {
      for (int j = 0; j < 20; j++) {
        points[i][j] = (float) random.nextGaussian() + (j == i / EACH ? 10 : 0);
      }
    }
    return points;
  }

  @Test
  void neighboursAreOfTheSameCluster() {
    double[][] y = new Tsne(15, 500, 1).of(CLUSTERS).points();
    for (int i = 0; i < y.length; i++) {
      int nearest = -1;
      for (int j = 0; j < y.length; j++) {
        if (j != i && (nearest < 0 || square(y[i], y[j]) < square(y[i], y[nearest]))) {
          nearest = j;
        }
      }
      assertThat(nearest / EACH).as("neighbour of %d", i).isEqualTo(i / EACH);
    }
    double within = 0;
    double between = Double.POSITIVE_INFINITY;
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < i; j++) {
        if (i / EACH == j / EACH) {
          within = Math.max(within, square(y[i], y[j]));
        } else {
          between = Math.min(between, square(y[i], y[j]));
        }
      }
    }
    assertThat(between).as("gap between clusters").isGreaterThan(within / 4);
  }

  /** Whatever the start: few points once were thrown far out of their clouds. */
  @Test
  void fewPointsStayTogether() {
    Random random = new Random(5);
    float[][] points = new float[8 * 7][32];
    for (int i = 0; i < points.length; i++) {
      for (int j = 0; j < 32; j++) {
        points[i][j] = (j == i / 7 ? 1 : 0) + 0.06f * (float) random.nextGaussian();
      }
    }
    for (int seed = 0; seed < 20; seed++) {
      double[][] y = new Tsne(30, 500, seed).of(points).points();
      for (int i = 0; i < y.length; i++) {
        double nearest = Double.POSITIVE_INFINITY;
        double stranger = Double.POSITIVE_INFINITY;
        for (int j = 0; j < y.length; j++) {
          if (j != i && j / 7 == i / 7) {
            nearest = Math.min(nearest, square(y[i], y[j]));
          } else if (j != i) {
            stranger = Math.min(stranger, square(y[i], y[j]));
          }
        }
        assertThat(nearest).as("point %d from seed %d", i, seed).isLessThan(stranger);
      }
    }
  }

  @Test
  void theDivergenceFalls() {
    double start = new Tsne(15, 0, 1).of(CLUSTERS).divergence();
    double early = new Tsne(15, 300, 1).of(CLUSTERS).divergence();
    double late = new Tsne(15, 750, 1).of(CLUSTERS).divergence();
    assertThat(early).isPositive().isLessThan(0.7 * start);
    assertThat(late).isPositive().isLessThan(early);
  }

  @Test
  void theSameSeedGivesTheSameLayout() {
    Tsne tsne = new Tsne(15, 300, 1);
    assertThat(tsne.of(CLUSTERS).points()).isDeepEqualTo(tsne.of(CLUSTERS).points());
    assertThat(new Tsne(15, 300, 2).of(CLUSTERS).points()[0])
        .isNotEqualTo(tsne.of(CLUSTERS).points()[0]);
  }

  @Test
  void equalPointsDoNoHarm() {
    double[][] y = new Tsne(30, 300, 1).of(new float[5][4]).points();
    for (double[] point : y) {
      assertThat(point[0]).isFinite();
      assertThat(point[1]).isFinite();
    }
    assertThatThrownBy(() -> new Tsne(30, 300, 1).of(new float[2][4]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double square(double[] a, double[] b) {
    return Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2);
  }
}
