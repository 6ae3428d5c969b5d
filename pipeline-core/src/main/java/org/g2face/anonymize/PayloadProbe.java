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
import org.g2face.payload.Binding;
import org.g2face.payload.PayloadCodec;
import org.g2face.payload.PayloadCodec.Reading.Opened;
import org.g2face.payload.PayloadScheme;
import org.g2face.payload.SealedCodec;

/**
 * Reads the password of an anonymized picture whose original is at hand, and tells how well it was
 * read. May be used by several threads at once.
 */
public final class PayloadProbe implements AutoCloseable {
  private final int size;
  private final String dataset;
  private final String fingerprint;
  private final Batch places = new Batch(1);
  private final PayloadCodec codec;
  private final OnnxSession analysis;
  private final OnnxSession extraction;

  /**
   * What was hidden, and what was read.
   *
   * @param identity the original's embedding
   * @param bits the password that was hidden, a value of 0 or 1 each; of a sealed one it is known
   *     only if it opened
   * @param bitErrorRate share of these bits that the extractor read wrongly, before any correction,
   *     0 to 1
   * @param opened what the original's embedding and the one that was read have in common; empty if
   *     the password could not be opened
   * @param arrived whether a sealed password was read in full, whoever may open it; empty for
   *     passwords without a checksum
   */
  public record Finding(
      float[] identity,
      Optional<float[]> bits,
      Optional<Double> bitErrorRate,
      Optional<Likeness> opened,
      Optional<Boolean> arrived) {}

  /**
   * Of two embeddings.
   *
   * @param meanSquare mean square difference of their coordinates
   * @param cosine of the angle between them; 0 if one of them is nothing but zeros
   */
  public record Likeness(double meanSquare, double cosine) {}

  /**
   * Loads the networks.
   *
   * @param passwords how the identities were hidden
   * @param dataset names the anonymized dataset, as when it was made
   * @throws org.g2face.model.ModelException if the package lacks a network or a file of it is
   *     damaged
   */
  public PayloadProbe(
      ModelPackage model, PayloadScheme passwords, String dataset, Execution execution)
      throws IOException {
    model.require("reading passwords", Part.PASSWORD_EXTRACTOR, Part.IDENTITY, Part.GEOMETRY);
    FaceGraphs graphs = new FaceGraphs(model);
    size = model.architecture().size();
    this.dataset = dataset;
    fingerprint = model.fingerprint();
    codec = FaceGraphs.codec(passwords, model.architecture());
    analysis = graphs.open(graphs.analysis(), execution);
    extraction = graphs.open(graphs.extraction(), execution);
  }

  /**
   * Reads.
   *
   * @param original the face that was anonymized, under the id and name that it had then
   * @param anonymized as it was published
   * @return empty if a network gave values that are no numbers
   */
  public Optional<Finding> probe(Face original, RgbImage anonymized) {
    float[] identity = run(analysis, FaceGraphs.IDENTITY, original.image());
    float[] logits = run(extraction, FaceGraphs.LOGITS, anonymized);
    if (!finite(identity) || !finite(logits)) {
      return Optional.empty();
    }
    return Optional.of(
        finding(codec, new Binding(dataset, original.name(), fingerprint), identity, logits));
  }

  static Finding finding(PayloadCodec codec, Binding binding, float[] identity, float[] logits) {
    Optional<Opened> opened =
        codec.decode(logits, binding) instanceof Opened read ? Optional.of(read) : Optional.empty();
    // An embedding that is computed again may differ by a rounding, and sealed by all its bits.
    Optional<float[]> bits =
        codec instanceof SealedCodec
            ? opened.map(Opened::bits)
            : Optional.of(codec.encode(identity, binding));
    Optional<Boolean> arrived =
        codec instanceof SealedCodec sealed
            ? Optional.of(opened.isPresent() || sealed.arrives(logits))
            : Optional.empty();
    return new Finding(
        identity,
        bits,
        bits.map(hidden -> errors(hidden, logits)),
        opened.map(read -> likeness(identity, read.identity())),
        arrived);
  }

  private static double errors(float[] bits, float[] logits) {
    int wrong = 0;
    for (int i = 0; i < bits.length; i++) {
      wrong += logits[i] > 0 == bits[i] > 0.5f ? 0 : 1;
    }
    return (double) wrong / bits.length;
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

  private static Likeness likeness(float[] a, float[] b) {
    double differences = 0;
    double product = 0;
    double squaresOfA = 0;
    double squaresOfB = 0;
    for (int i = 0; i < a.length; i++) {
      differences += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
      product += (double) a[i] * b[i];
      squaresOfA += (double) a[i] * a[i];
      squaresOfB += (double) b[i] * b[i];
    }
    double lengths = Math.sqrt(squaresOfA * squaresOfB);
    return new Likeness(differences / a.length, lengths == 0 ? 0 : product / lengths);
  }

  @Override
  public void close() {
    analysis.close();
    extraction.close();
  }
}
