package org.g2face.external;

import org.g2face.onnx.Execution;
import org.g2face.tensor.Tensor;

/**
 * An identity network from elsewhere, as an ONNX file: a teacher, or a judge that training never
 * met. May be used by several threads at once.
 */
public record EmbeddingNetwork(CropNetwork network) implements AutoCloseable {

  /**
   * Opens a recogniser.
   *
   * @param model the bytes of the ONNX file
   * @param size side of the face crops
   * @throws org.g2face.onnx.OnnxException if the runtime cannot read the file, or the specification
   *     is not the file's
   */
  public static EmbeddingNetwork open(
      byte[] model, NetworkSpec spec, int size, Execution execution) {
    return new EmbeddingNetwork(CropNetwork.open(model, spec, size, execution));
  }

  /** The length of an embedding. */
  public int embedding() {
    return network.length();
  }

  /**
   * Embeds faces.
   *
   * @param images [batch, 3, size, size], RGB in [-1, 1]
   * @return [batch, embedding], as the network gives them; compared by the cosine of the angle
   */
  public Tensor embed(Tensor images) {
    return network.read(images);
  }

  @Override
  public void close() {
    network.close();
  }
}
