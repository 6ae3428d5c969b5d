package org.g2face.anonymize;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.g2face.image.RgbImage;
import org.g2face.keys.KeyMaterial;
import org.g2face.keys.Purpose;
import org.g2face.model.ModelPackage;
import org.g2face.model.Part;
import org.g2face.network.FaceCode;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxSession;
import org.g2face.payload.DummyLatent;
import org.g2face.payload.Ieee754Codec;
import org.g2face.payload.PayloadScheme;
import org.g2face.payload.SealedCodec;
import org.g2face.payload.SealingKeys;

/**
 * A model on trial: it anonymizes with keys that are drawn for this trial alone, recovers with
 * them, and recovers with whatever an attacker puts in their place.
 */
public final class AuditedModel implements AutoCloseable {
  private static final String DATASET = "audit";
  private static final Batch ONE = new Batch(1);

  private final int size;
  private final int identity;
  private final int capacity;
  private final int code;
  private final Anonymizer anonymizer;
  private final Recoverer recoverer;
  private final IdentityRestorer restorer;
  private final IdentityEmbedder embedder;
  private final OnnxSession dummies;
  private final OnnxSession extraction;
  private final DummyLatent latents;

  /**
   * Opens a model's networks.
   *
   * @throws org.g2face.model.ModelException if the package lacks one that anonymizes or recovers
   */
  public AuditedModel(ModelPackage model, Execution execution) throws IOException {
    KeyMaterial keys = KeyMaterial.ephemeral();
    byte[] faces = keys.identitySecret("audit");
    FaceGraphs graphs = new FaceGraphs(model);
    size = model.architecture().size();
    identity = model.architecture().dummy().size();
    capacity = model.architecture().generator().bits();
    code = model.architecture().code().map(FaceCode::bits).orElse(0);
    PayloadScheme payloads = payloads(keys);
    boolean noise = false;
    boolean checks = false;
    anonymizer =
        new Anonymizer(
            model, new Anonymizer.Options(faces, payloads, DATASET, 1, noise, checks, execution));
    model.require("an audit", Part.PASSWORD_EXTRACTOR);
    recoverer = new Recoverer(model, payloads, DATASET, 1, execution);
    restorer = new IdentityRestorer(model, execution);
    embedder = new IdentityEmbedder(model, execution);
    dummies = graphs.open(graphs.dummy(), execution);
    extraction = graphs.open(graphs.extraction(), execution);
    latents = new DummyLatent(faces);
  }

  /** Sealed payloads, which are the default; the published ones where those do not fit. */
  private static PayloadScheme payloads(KeyMaterial keys) {
    SealingKeys sealing = new SealingKeys(keys.sealing(), keys.numbers(Purpose.SEALING));
    return (capacity, size) -> {
      try {
        return new SealedCodec(sealing, capacity, size);
      } catch (IllegalArgumentException tooSmall) {
        return new Ieee754Codec(capacity, size);
      }
    };
  }

  /** Width and height of the faces it takes, in pixels. */
  public int size() {
    return size;
  }

  /** How many coordinates an identity has. */
  public int identity() {
    return identity;
  }

  /** How many bits a picture hides. */
  public int capacity() {
    return capacity;
  }

  /** How many bits a code of a face has; 0 for a model without. */
  public int code() {
    return code;
  }

  /**
   * Anonymizes a face, as a job with default settings would.
   *
   * @param name decides on the dummy identity; recovery needs it again
   * @throws IOException if the networks computed something that is no number
   */
  public RgbImage anonymize(String name, RgbImage face) throws IOException {
    if (anonymizer.apply(List.of(new Face(name, face))).get(0) instanceof Outcome.Done done) {
      return done.image();
    }
    throw new IOException("the model computed something that is no number for " + name);
  }

  /** What the keys bring back; empty if the payload cannot be read. */
  public Optional<RgbImage> recover(String name, RgbImage published) {
    return recoverer.apply(List.of(new Face(name, published))).get(0) instanceof Outcome.Done done
        ? Optional.of(done.image())
        : Optional.empty();
  }

  /**
   * What comes back by other things than the keys.
   *
   * @param identity an embedding, of whomever
   * @param bits as if they had been hidden, each 0 or 1
   * @param code as if it were that of the face, each 0 or 1; empty for none
   * @return empty if the networks computed something that is no number
   */
  public Optional<RgbImage> recoverAs(
      RgbImage published, float[] identity, float[] bits, float[] code) {
    return restorer.restore(published, identity, bits, code);
  }

  /** The embedding of a face by the model's own identity network. */
  public float[] embed(RgbImage face) {
    return embedder.embed(face);
  }

  /** The identity of nobody, by its name. */
  public float[] dummy(String name) {
    var latent = ONE.rows(List.of(latents.of(name, identity)), identity);
    return Batch.row(dummies.run(Map.of(FaceGraphs.LATENT, latent)).get(FaceGraphs.IDENTITY), 0);
  }

  /** The bits that can be read from a picture without any key, each 0 or 1. */
  public float[] read(RgbImage published) {
    var image = ONE.images(List.of(published), size);
    float[] bits =
        Batch.row(extraction.run(Map.of(FaceGraphs.FACE, image)).get(FaceGraphs.LOGITS), 0);
    for (int i = 0; i < bits.length; i++) {
      bits[i] = bits[i] > 0 ? 1 : 0;
    }
    return bits;
  }

  @Override
  public void close() {
    anonymizer.close();
    recoverer.close();
    restorer.close();
    embedder.close();
    dummies.close();
    extraction.close();
  }
}
