package org.g2face.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.g2face.io.LocalFileStore;
import org.g2face.model.weights.NamedTensors;
import org.g2face.tensor.Tensor;

/** Model packages of fresh networks, with everything that inference needs. */
public final class Packages {
  private Packages() {}

  /**
   * A morphable model for {@link Architectures#compact}: 72 vertices on a bulging sheet, of which
   * all but the last four are keypoints.
   */
  public static NamedTensors morphable() {
    int vertices = 72;
    SplittableRandom random = new SplittableRandom(1);
    float[] mean = new float[3 * vertices];
    float[] around = new float[2 * vertices];
    Arrays.fill(around, 3);
    for (int i = 0; i < vertices; i++) {
      double x = (i % 9 - 4) / 5.0;
      double y = (i / 9 - 3.5) / 5.0;
      mean[3 * i] = (float) x;
      mean[3 * i + 1] = (float) y;
      mean[3 * i + 2] = (float) (0.5 - x * x - y * y);
    }
    float[] keypoints = new float[68];
    for (int i = 0; i < keypoints.length; i++) {
      keypoints[i] = i + 1;
    }
    return NamedTensors.of(
        Map.of(
            "meanshape", Tensor.of(mean, 1, 3 * vertices),
            "idBase", Tensor.of(small(random, 15 * vertices), 3 * vertices, 5),
            "exBase", Tensor.of(small(random, 12 * vertices), 3 * vertices, 4),
            "tri", Tensor.of(new float[] {1, 2, 10, 2, 11, 10}, 2, 3),
            "point_buf", Tensor.of(around, vertices, 2),
            "keypoints", Tensor.of(keypoints, 1, keypoints.length)));
  }

  private static float[] small(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (0.04 * random.nextGaussian());
    }
    return values;
  }

  /** {@link #compact} with {@link #morphable}. */
  public static ModelPackage withMorphable(Path folder) {
    ModelPackage compact = compact(folder.resolveSibling(folder.getFileName() + "-without"));
    PackageWriter writer = new PackageWriter(new LocalFileStore(folder), compact.architecture());
    try {
      for (Part part : compact.parts()) {
        writer.put(part, compact.weights(part), compact.provenance(part));
      }
      return audited(
          folder,
          writer.put(Part.MORPHABLE, morphable(), compact.provenance(Part.GENERATOR)).finish());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As if nobody had been recognised: jobs refuse a model that was never measured. */
  private static ModelPackage audited(Path folder, ModelPackage model) throws IOException {
    return model.withAudit(
        new LocalFileStore(folder),
        new PrivacyAudit(
            model.fingerprint(),
            List.of("nobody"),
            PrivacyAudit.FEWEST_FACES,
            0,
            "test",
            "2026-01-01",
            Map.of(AuditMeasure.RANK_1, 0.01, AuditMeasure.WRONG_KEY, 0.0)));
  }

  /** A package of {@link Architectures#compact}. */
  public static ModelPackage compact(Path folder) {
    return compact(folder, UnaryOperator.identity());
  }

  /** A package of {@link Architectures#inpainting}, whose landmarks are somewhere. */
  public static ModelPackage inpainting(Path folder) {
    SplittableRandom random = new SplittableRandom(4);
    return fresh(
        folder,
        Architectures.inpainting(),
        w -> {
          for (int i = 0; i < w.count(); i++) {
            if (w.at(i) != 0) {
              return w;
            }
          }
          // Landmarks, and injections, which start at nothing.
          return Tensor.of(small(random, w.count()), w.shape());
        });
  }

  /** A package of {@link Architectures#crowded}. */
  public static ModelPackage crowded(Path folder) {
    return fresh(folder, Architectures.crowded(), UnaryOperator.identity());
  }

  /** Like {@link #compact(Path)}, with every weight of the generator changed. */
  public static ModelPackage compact(Path folder, UnaryOperator<Tensor> generator) {
    return fresh(folder, Architectures.compact(), generator);
  }

  private static ModelPackage fresh(
      Path folder, Architecture architecture, UnaryOperator<Tensor> generator) {
    Provenance drawn = new Provenance(List.of(), "none", "none", "test", "2026-01-01");
    PackageWriter writer = new PackageWriter(new LocalFileStore(folder), architecture);
    try {
      for (Part part : ModelPackage.inUse(architecture)) {
        NamedTensors weights = InitialWeights.of(architecture, part, 7);
        if (part == Part.GENERATOR) {
          Map<String, Tensor> changed = new TreeMap<>();
          weights.asMap().forEach((name, tensor) -> changed.put(name, generator.apply(tensor)));
          weights = NamedTensors.of(changed);
        }
        writer.put(part, weights, drawn);
      }
      return audited(folder, writer.finish());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
