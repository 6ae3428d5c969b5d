package org.g2face.model;

import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.g2face.io.FileStore;
import org.g2face.model.weights.Dtype;
import org.g2face.model.weights.NamedTensors;
import org.g2face.model.weights.Safetensors;
import org.g2face.tensor.Tensor;

/**
 * Writes a model package part by part, so that only one part need be in memory. The folder becomes
 * a package with {@link #finish}, which writes {@code model.conf} last.
 */
public final class PackageWriter {
  private final FileStore folder;
  private final Architecture architecture;
  private final Dtype precision;
  private final Map<Part, ModelConf.Entry> written = new EnumMap<>(Part.class);
  private String notice = "";

  /** A writer that keeps every number. */
  public PackageWriter(FileStore folder, Architecture architecture) {
    this(folder, architecture, Dtype.F32);
  }

  /**
   * A writer.
   *
   * @param precision {@link Dtype#F32}, or {@link Dtype#F16}, which halves the files
   */
  public PackageWriter(FileStore folder, Architecture architecture, Dtype precision) {
    this.folder = folder;
    this.architecture = architecture;
    this.precision = precision;
  }

  /** What everyone who uses the package must be told, in one line; by default nothing. */
  public PackageWriter notice(String notice) {
    this.notice = notice;
    return this;
  }

  /**
   * Writes the file of a part.
   *
   * @throws IllegalArgumentException if the tensors are not those that the part must have, or hold
   *     something that is not a finite number, or too large for the precision
   */
  public PackageWriter put(Part part, NamedTensors tensors, Provenance provenance)
      throws IOException {
    String misfit = part.misfit(architecture, tensors);
    if (!misfit.isEmpty()) {
      throw new IllegalArgumentException(
          "these weights do not fit the " + part.key() + ": " + misfit);
    }
    tensors.asMap().forEach((name, tensor) -> requireFinite(part, name, tensor));
    try (OutputStream out = folder.create(part.file())) {
      String sha256 = Safetensors.write(out, tensors, precision);
      written.put(part, new ModelConf.Entry(sha256, provenance));
    }
    return this;
  }

  private static void requireFinite(Part part, String name, Tensor tensor) {
    for (int i = 0; i < tensor.count(); i++) {
      if (!Float.isFinite(tensor.at(i))) {
        throw new IllegalArgumentException(
            "the weight " + name + " of the " + part.key() + " holds " + tensor.at(i));
      }
    }
  }

  /** Completes the package. */
  public ModelPackage finish() throws IOException {
    new ModelConf(architecture, written, notice, KnownAnswers.none(), Optional.empty())
        .write(folder);
    return ModelPackage.load(folder);
  }
}
