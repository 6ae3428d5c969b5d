package org.g2face.evaluate;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * The Fréchet distance of two sets of feature vectors, each taken as a normal distribution: 0 for
 * equal ones.
 *
 * <p>Heusel, Ramsauer, Unterthiner, Nessler, Hochreiter: GANs trained by a two time-scale update
 * rule converge to a local Nash equilibrium, NeurIPS 2017, equation 6: |m1 - m2|^2 + tr(C1 + C2 - 2
 * (C1 C2)^(1/2)), squared as there. The features decide what is compared; those of Inception-v3
 * make it the FID.
 */
public final class FrechetDistance {
  private static final double PRECISION = Math.ulp(1.0);

  private FrechetDistance() {}

  /**
   * Compares what two sets of vectors have taken in.
   *
   * <p>With C = A^T A, the trace of (C1 C2)^(1/2) is the sum of the singular values of A1 A2^T. No
   * root of a matrix is taken that may have none: fewer vectors than coordinates only make A lower.
   *
   * @throws IllegalArgumentException if there are fewer than two vectors in a set, or they are of
   *     different lengths
   */
  public static double between(Moments a, Moments b) {
    if (a.count() < 2 || b.count() < 2) {
      throw new IllegalArgumentException("a covariance needs two vectors");
    }
    if (a.dimensions() != b.dimensions()) {
      throw new IllegalArgumentException(
          "vectors of " + a.dimensions() + " and of " + b.dimensions() + " coordinates");
    }
    double distance = 0;
    double[] meanA = a.mean();
    double[] meanB = b.mean();
    for (int i = 0; i < meanA.length; i++) {
      distance += (meanA[i] - meanB[i]) * (meanA[i] - meanB[i]);
      distance += a.covariance(i, i) + b.covariance(i, i);
    }
    // Rounding may bring equal sets a little below 0.
    return Math.max(0, distance - 2 * traceOfRoot(factor(a), factor(b)));
  }

  private static double traceOfRoot(DMatrixRMaj a, DMatrixRMaj b) {
    if (a.numRows == 0 || b.numRows == 0) {
      return 0;
    }
    DMatrixRMaj product = new DMatrixRMaj(a.numRows, b.numRows);
    CommonOps_DDRM.multTransB(a, b, product);
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(product.numRows, product.numCols, false, false, true);
    if (!svd.decompose(product)) {
      throw new ArithmeticException("the singular values of the features did not converge");
    }
    double[] values = svd.getSingularValues();
    double sum = 0;
    for (int i = 0; i < svd.numberOfSingularValues(); i++) {
      sum += values[i];
    }
    return sum;
  }

  /** A of C = A^T A, with as many rows as C has eigenvalues above what rounding makes. */
  private static DMatrixRMaj factor(Moments moments) {
    int size = moments.dimensions();
    DMatrixRMaj covariance = new DMatrixRMaj(size, size);
    for (int i = 0; i < size; i++) {
      for (int j = i; j < size; j++) {
        double value = moments.covariance(i, j);
        covariance.set(i, j, value);
        covariance.set(j, i, value);
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(size, true, true);
    if (!eigen.decompose(covariance)) {
      throw new ArithmeticException("the eigenvalues of the features did not converge");
    }
    double largest = 0;
    for (int k = 0; k < size; k++) {
      largest = Math.max(largest, eigen.getEigenvalue(k).real);
    }
    double least = size * PRECISION * largest;
    DMatrixRMaj factor = new DMatrixRMaj(size, size);
    int rows = 0;
    for (int k = 0; k < size; k++) {
      double value = eigen.getEigenvalue(k).real;
      if (value > least) {
        DMatrixRMaj vector = eigen.getEigenVector(k);
        for (int i = 0; i < size; i++) {
          factor.set(rows, i, Math.sqrt(value) * vector.get(i));
        }
        rows++;
      }
    }
    factor.reshape(rows, size, true);
    return factor;
  }
}
