package org.g2face.anonymize;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.g2face.image.RgbImage;
import org.g2face.model.ModelPackage;
import org.g2face.model.Part;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxSession;
import org.g2face.tensor.Tensor;

/** The networks that write down what recovery needs of a face. Safe to share between threads. */
public final class FaceEncoder implements AutoCloseable {
  private static final Batch ONE = new Batch(1);

  private final int size;
  private final OnnxSession networks;

  /**
   * What is written down.
   *
   * @param identity the embedding, not of length 1; its numbers may be no numbers
   * @param code of the face, each 0 or 1; empty of a model without
   */
  public record Encoded(float[] identity, float[] code) {}

  /**
   * @throws org.g2face.model.ModelException if the package lacks a network
   */
  public FaceEncoder(ModelPackage model, Execution execution) throws IOException {
    model.require("telling faces apart", Part.IDENTITY);
    size = model.architecture().size();
    FaceGraphs graphs = new FaceGraphs(model);
    networks = graphs.open(graphs.encoding(), execution);
  }

  /**
   * @param face an aligned crop of the model's size
   */
  public Encoded encode(RgbImage face) {
    Map<String, Tensor> encoded =
        networks.run(Map.of(FaceGraphs.FACE, ONE.images(List.of(face), size)));
    return new Encoded(
        Batch.row(encoded.get(FaceGraphs.IDENTITY), 0),
        FaceGraphs.code(encoded.get(FaceGraphs.CODE), 0));
  }

  @Override
  public void close() {
    networks.close();
  }
}
