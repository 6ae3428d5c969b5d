package org.g2face.jobs.evaluate;

/**
 * The benchmarks that a model package runs on some of the originals.
 *
 * @param timed faces that are anonymized one by one against the clock, after one that is not; 0 for
 *     none
 * @param diverse faces that are given several dummy identities each; 0 for none
 * @param dummies how many of them
 */
public record ModelBenchmarks(int timed, int diverse, int dummies) {

  public ModelBenchmarks {
    if (timed < 0 || diverse < 0 || diverse > 0 && dummies < 2) {
      throw new IllegalArgumentException(
          "diversity needs at least 2 dummies for each face, and no number may be negative");
    }
  }

  /** Sixteen faces for the clock, which takes seconds; no diversity, which may take hours. */
  public static ModelBenchmarks standard() {
    return new ModelBenchmarks(16, 0, 20);
  }
}
