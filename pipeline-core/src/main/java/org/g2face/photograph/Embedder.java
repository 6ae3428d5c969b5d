package org.g2face.photograph;

import java.nio.FloatBuffer;
import org.g2face.anonymize.IdentityEmbedder;
import org.g2face.builtin.FaceRecogniser;
import org.g2face.external.EmbeddingNetwork;
import org.g2face.image.Planes;
import org.g2face.image.RgbImage;
import org.g2face.tensor.Tensor;

/** Tells people apart: embeddings of two crops of one person have a large cosine. */
public interface Embedder extends AutoCloseable {

  /**
   * @param crop an aligned face, of the size that the embedder was opened for
   */
  float[] embed(RgbImage crop);

  @Override
  void close();

  /** The identity network of a model package. */
  static Embedder of(IdentityEmbedder network) {
    return new Embedder() {
      @Override
      public float[] embed(RgbImage crop) {
        return network.embed(crop);
      }

      @Override
      public void close() {
        network.close();
      }
    };
  }

  /** The recogniser that comes along, which no model here was trained with. */
  static Embedder of(FaceRecogniser network) {
    return new Embedder() {
      @Override
      public float[] embed(RgbImage crop) {
        return network.embed(crop);
      }

      @Override
      public void close() {
        network.close();
      }
    };
  }

  /** A recogniser from elsewhere, which the networks that draw faces were not trained with. */
  static Embedder of(EmbeddingNetwork network) {
    return new Embedder() {
      @Override
      public float[] embed(RgbImage crop) {
        FloatBuffer planes = Tensor.allocate(Planes.count(crop.width(), crop.height()));
        Planes.write(crop, planes, 0);
        return network
            .embed(Tensor.wrap(planes, 1, RgbImage.CHANNELS, crop.height(), crop.width()))
            .toArray();
      }

      @Override
      public void close() {
        network.close();
      }
    };
  }
}
