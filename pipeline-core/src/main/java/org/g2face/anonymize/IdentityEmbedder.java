package org.g2face.anonymize;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.g2face.image.RgbImage;
import org.g2face.model.ModelPackage;
import org.g2face.model.Part;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxSession;

/** A model package's identity network alone. Safe to share between threads. */
public final class IdentityEmbedder implements AutoCloseable {
  private static final Batch ONE = new Batch(1);

  private final int size;
  private final OnnxSession network;

  /**
   * @throws org.g2face.model.ModelException if the package lacks the network
   */
  public IdentityEmbedder(ModelPackage model, Execution execution) throws IOException {
    model.require("telling faces apart", Part.IDENTITY);
    size = model.architecture().size();
    FaceGraphs graphs = new FaceGraphs(model);
    network = graphs.open(graphs.embedding(), execution);
  }

  /**
   * @param face an aligned crop of the model's size
   * @return as the network gives it, not of length 1; its numbers may be no numbers
   */
  public float[] embed(RgbImage face) {
    return Batch.row(
        network
            .run(Map.of(FaceGraphs.FACE, ONE.images(List.of(face), size)))
            .get(FaceGraphs.IDENTITY),
        0);
  }

  @Override
  public void close() {
    network.close();
  }
}
