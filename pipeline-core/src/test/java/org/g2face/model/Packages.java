package org.g2face.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.g2face.tensor.Tensor;
import org.g2face.weights.LocalFolder;
import org.g2face.weights.NamedTensors;

/** Model packages of fresh networks, with everything that inference needs. */
public final class Packages {
  private static final List<Part> INFERENCE =
      List.of(
          Part.GENERATOR,
          Part.STYLE_MAPPER,
          Part.DUMMY_IDENTITY,
          Part.PASSWORD_EXTRACTOR,
          Part.IDENTITY,
          Part.GEOMETRY);

  private Packages() {}

  /** A package of {@link Architectures#compact}. */
  public static ModelPackage compact(Path folder) {
    return compact(folder, UnaryOperator.identity());
  }

  /** Like {@link #compact(Path)}, with every weight of the generator changed. */
  public static ModelPackage compact(Path folder, UnaryOperator<Tensor> generator) {
    Architecture architecture = Architectures.compact();
    Provenance drawn = new Provenance(List.of(), "none", "none", "test", "2026-01-01");
    PackageWriter writer = new PackageWriter(new LocalFolder(folder), architecture);
    try {
      for (Part part : INFERENCE) {
        NamedTensors weights = InitialWeights.of(architecture, part, 7);
        if (part == Part.GENERATOR) {
          Map<String, Tensor> changed = new TreeMap<>();
          weights.asMap().forEach((name, tensor) -> changed.put(name, generator.apply(tensor)));
          weights = NamedTensors.of(changed);
        }
        writer.put(part, weights, drawn);
      }
      return writer.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
