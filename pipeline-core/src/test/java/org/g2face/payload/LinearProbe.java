package org.g2face.payload;

import java.util.List;
import org.apache.commons.math3.linear.BlockRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * What ridge regression learns of embeddings from bits.
 *
 * <p>Bits and embeddings are taken less their means over the training images. The regression is
 * solved for a weight of each image, of which there are fewer than of bits.
 *
 * @param cosine mean over the test images, between the embedding and what was predicted, both less
 *     the mean; 0 for chance
 * @param recognised share of the test images whose prediction is closer to their own embedding than
 *     to that of any other test image; one in as many for chance
 */
record LinearProbe(double cosine, double recognised) {

  private static final double[] RIDGES = {0.01, 0.1, 1, 10};

  /**
   * The best of several penalties, chosen on the test images to the attacker's advantage.
   *
   * @param bits of each image
   * @param embeddings of each image
   * @param training how many of the images train; the others test
   */
  static LinearProbe of(List<float[]> bits, List<float[]> embeddings, int training) {
    RealMatrix x = centred(bits, training);
    RealMatrix y = centred(embeddings, training);
    RealMatrix known = rows(x, 0, training);
    RealMatrix products = known.multiply(known.transpose());
    RealMatrix testProducts = rows(x, training, bits.size()).multiply(known.transpose());
    RealMatrix truth = rows(y, training, bits.size());
    LinearProbe best = new LinearProbe(-1, 0);
    for (double ridge : RIDGES) {
      RealMatrix penalty =
          MatrixUtils.createRealIdentityMatrix(training)
              .scalarMultiply(ridge * x.getColumnDimension());
      RealMatrix weights =
          new CholeskyDecomposition(products.add(penalty)).getSolver().solve(rows(y, 0, training));
      LinearProbe probe = scored(testProducts.multiply(weights), truth);
      best = probe.cosine > best.cosine ? probe : best;
    }
    return best;
  }

  private static LinearProbe scored(RealMatrix predicted, RealMatrix truth) {
    RealMatrix cosines = unit(predicted).multiply(unit(truth).transpose());
    int tests = cosines.getRowDimension();
    int recognised = 0;
    for (int i = 0; i < tests; i++) {
      recognised += cosines.getRowVector(i).getMaxIndex() == i ? 1 : 0;
    }
    return new LinearProbe(cosines.getTrace() / tests, (double) recognised / tests);
  }

  private static RealMatrix unit(RealMatrix rows) {
    RealMatrix unit = rows.copy();
    for (int row = 0; row < rows.getRowDimension(); row++) {
      unit.setRowVector(row, rows.getRowVector(row).unitVector());
    }
    return unit;
  }

  private static RealMatrix rows(RealMatrix matrix, int from, int to) {
    return matrix.getSubMatrix(from, to - 1, 0, matrix.getColumnDimension() - 1);
  }

  private static RealMatrix centred(List<float[]> rows, int training) {
    double[][] values = new double[rows.size()][rows.get(0).length];
    for (int column = 0; column < values[0].length; column++) {
      double mean = 0;
      for (int row = 0; row < values.length; row++) {
        values[row][column] = rows.get(row)[column];
        mean += row < training ? values[row][column] / training : 0;
      }
      for (double[] row : values) {
        row[column] -= mean;
      }
    }
    return new BlockRealMatrix(values);
  }
}
