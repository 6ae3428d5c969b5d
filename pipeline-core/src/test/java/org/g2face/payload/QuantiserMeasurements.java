package org.g2face.payload;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Prints what each number of bits leaves of real embeddings, for docs/benchmarks.md. */
@Tag("long")
class QuantiserMeasurements {
  @Test
  void cosineAfterQuantisation() throws IOException {
    List<float[]> faces = RealFaces.embeddings(760);
    System.out.printf("%d embeddings of %d%n", faces.size(), faces.get(0).length);
    System.out.println("bits  mean cosine  least cosine  norm ratio");
    for (int bits = 3; bits <= 8; bits++) {
      Quantiser quantiser = new Quantiser(faces.get(0).length, bits);
      double[] cosines = new double[faces.size()];
      double ratio = 0;
      for (int i = 0; i < cosines.length; i++) {
        float[] before = faces.get(i);
        float[] after = quantiser.unpack(quantiser.pack(before));
        cosines[i] = Vectors.cosine(before, after);
        ratio += Vectors.norm(after) / Vectors.norm(before) / cosines.length;
      }
      System.out.printf(
          "%4d  %11.5f  %12.5f  %10.4f%n",
          bits,
          Arrays.stream(cosines).average().orElseThrow(),
          Arrays.stream(cosines).min().orElseThrow(),
          ratio);
    }
  }
}
