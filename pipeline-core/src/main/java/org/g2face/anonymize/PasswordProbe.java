package org.g2face.anonymize;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.g2face.image.RgbImage;
import org.g2face.model.ModelPackage;
import org.g2face.model.Part;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxSession;
import org.g2face.password.Binding;
import org.g2face.password.PasswordCodec;
import org.g2face.password.PasswordScheme;

/**
 * Reads the password of an anonymized picture whose original is at hand, and tells how well it was
 * read. May be used by several threads at once.
 */
public final class PasswordProbe implements AutoCloseable {
  private final int size;
  private final String dataset;
  private final String fingerprint;
  private final Batch places = new Batch(1);
  private final PasswordCodec codec;
  private final OnnxSession analysis;
  private final OnnxSession extraction;

  /**
   * What was hidden, and what was read.
   *
   * @param identity the embedding that was hidden
   * @param bits the password that was hidden, a value of 0 or 1 each
   * @param bitErrorRate share of its bits that were read wrongly, 0 to 1
   * @param floatError mean square difference between the embedding's coordinates as they were
   *     hidden and as they were read; empty if the password could not be opened
   */
  public record Finding(
      float[] identity, float[] bits, double bitErrorRate, Optional<Double> floatError) {}

  /**
   * Loads the networks.
   *
   * @param passwords how the identities were hidden
   * @param dataset names the anonymized dataset, as when it was made
   * @throws org.g2face.model.ModelException if the package lacks a network or a file of it is
   *     damaged
   */
  public PasswordProbe(
      ModelPackage model, PasswordScheme passwords, String dataset, Execution execution)
      throws IOException {
    model.require("reading passwords", Part.PASSWORD_EXTRACTOR, Part.IDENTITY, Part.GEOMETRY);
    FaceGraphs graphs = new FaceGraphs(model);
    size = model.architecture().size();
    this.dataset = dataset;
    fingerprint = model.fingerprint();
    codec =
        passwords.fit(model.architecture().generator().bits(), model.architecture().dummy().size());
    analysis = graphs.analysis().open(execution);
    extraction = graphs.extraction().open(execution);
  }

  /**
   * Reads.
   *
   * @param original the face that was anonymized, under the id that it had then
   * @param anonymized as it was published
   * @return empty if a network gave values that are no numbers
   */
  public Optional<Finding> probe(Face original, RgbImage anonymized) {
    float[] identity = run(analysis, FaceGraphs.IDENTITY, original.image());
    float[] logits = run(extraction, FaceGraphs.LOGITS, anonymized);
    if (!finite(identity) || !finite(logits)) {
      return Optional.empty();
    }
    Binding binding = new Binding(dataset, original.imageId(), fingerprint);
    float[] bits = codec.encode(identity, binding);
    int wrong = 0;
    for (int i = 0; i < bits.length; i++) {
      wrong += logits[i] > 0 == bits[i] > 0.5f ? 0 : 1;
    }
    Optional<Double> error =
        codec.decode(logits, binding) instanceof PasswordCodec.Reading.Opened opened
            ? Optional.of(meanSquare(identity, opened.identity()))
            : Optional.empty();
    return Optional.of(new Finding(identity, bits, (double) wrong / bits.length, error));
  }

  private float[] run(OnnxSession network, String output, RgbImage picture) {
    var images = places.images(List.of(picture.resize(size, size)), size);
    return network.run(Map.of(FaceGraphs.FACE, images), output).get(output).toArray();
  }

  private static boolean finite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static double meanSquare(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
    }
    return sum / a.length;
  }

  @Override
  public void close() {
    analysis.close();
    extraction.close();
  }
}
