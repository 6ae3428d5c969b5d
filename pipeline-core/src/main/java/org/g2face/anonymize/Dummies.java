package org.g2face.anonymize;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.g2face.network.GaussianIdentity;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxSession;
import org.g2face.payload.DummyLatent;
import org.g2face.tensor.Cosine;

/**
 * The dummy identities of faces, by a key. One that is drawn for a single image and comes too near
 * to the original is drawn again; one of a subject stays, so that all pictures of the subject
 * agree.
 */
final class Dummies implements AutoCloseable {
  /** The largest cosine between a dummy and the original that it replaces. */
  private static final double NEAREST = 0.3;

  /** By chance one of some hundred is too near; so many in a row is no chance. */
  private static final int ATTEMPTS = 20;

  private static final Batch ONE = new Batch(1);

  private final DummyLatent latents;
  private final OnnxSession network;
  private final int size;
  private final boolean redraws;

  Dummies(FaceGraphs graphs, DummyLatent latents, Execution execution) throws IOException {
    this.latents = latents;
    this.size = graphs.model().architecture().dummy().size();
    // The published sampler is trained to be far from everybody, and its results stay as they were.
    this.redraws = graphs.model().architecture().dummy() instanceof GaussianIdentity;
    this.network = graphs.open(graphs.dummy(), execution);
  }

  /**
   * The identity that replaces a face's.
   *
   * @param original the face's own embedding
   */
  float[] of(Face face, float[] original) {
    float[] dummy = drawn(face.replacedAs());
    if (!redraws || face.subject() != null) {
      return dummy;
    }
    for (int again = 1; again < ATTEMPTS && near(dummy, original); again++) {
      dummy = drawn(face.replacedAs() + " again " + again);
    }
    return dummy;
  }

  private static boolean near(float[] dummy, float[] original) {
    return Cosine.between(dummy, original) > NEAREST;
  }

  private float[] drawn(String name) {
    var latent = ONE.rows(List.of(latents.of(name, size)), size);
    return Batch.row(network.run(Map.of(FaceGraphs.LATENT, latent)).get(FaceGraphs.IDENTITY), 0);
  }

  /** Names the dummy without telling whose it is. */
  String id(Face face) {
    return latents.dummyId(face.replacedAs());
  }

  @Override
  public void close() {
    network.close();
  }
}
