package org.g2face.builtin;

import java.nio.FloatBuffer;
import java.util.Map;
import org.g2face.image.Planes;
import org.g2face.image.RgbImage;
import org.g2face.model.weights.NamedTensors;
import org.g2face.network.Alignment;
import org.g2face.network.FaceResNet;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxModel;
import org.g2face.onnx.OnnxSession;
import org.g2face.onnx.OnnxValue;
import org.g2face.tensor.Tensor;

/**
 * dlib's face recogniser, as it comes along: who is who in aligned faces, by a network that none of
 * the models here was trained with. May be used by several threads at once.
 *
 * <p>Embeddings are the network's own, of no fixed length, and are compared by their cosine. It
 * lies far up: two people have 0.84 on average, two pictures of one person 0.95 (LFW, grey, 128
 * pixels).
 */
public final class FaceRecogniser implements AutoCloseable {
  /** The length of an embedding. */
  public static final int EMBEDDING = FaceResNet.EMBEDDING;

  /**
   * The cosine above which two faces are taken for one person's: one in a thousand pairs of two
   * people of LFW lies above it, and 93 % of the pairs of one person. People of one origin and age
   * are more alike to it: 0.95 would be as strict among them.
   */
  public static final double SAME_PERSON = 0.928;

  /** Where in FFHQ's crop the face chip lies that the network was trained on. */
  private static final Alignment CHIP =
      new Alignment.Box(0.1875, 0.3, 0.8125, 0.925, FaceResNet.SIDE, FaceResNet.SIDE);

  private static final String IMAGE = "image";
  private static final String OUTPUT = "embedding";

  private final int size;
  private final OnnxSession session;

  private FaceRecogniser(int size, OnnxSession session) {
    this.size = size;
    this.session = session;
  }

  /**
   * Opens it.
   *
   * @param size side of the face crops that it will be shown, in pixels; from 128 on
   */
  public static FaceRecogniser open(int size, Execution execution) {
    OnnxModel model = new OnnxModel();
    OnnxValue chip = CHIP.forward(model.ops(), model.input(IMAGE, -1, 3, size, size));
    NamedTensors weights = BuiltinNetwork.RECOGNISER.load();
    model.output(
        OUTPUT,
        new FaceResNet()
            .forward(model.ops(), model.weights("recogniser", weights.asMap()::get), chip));
    return new FaceRecogniser(size, model.open(execution));
  }

  /** Side of the face crops, in pixels. */
  public int size() {
    return size;
  }

  /**
   * Embeds faces.
   *
   * @param images [batch, 3, size, size], RGB in [-1, 1]: crops aligned in the manner of FFHQ
   * @return [batch, 128]
   */
  public Tensor embed(Tensor images) {
    return session.run(Map.of(IMAGE, images)).get(OUTPUT);
  }

  /**
   * Embeds a face.
   *
   * @param crop aligned in the manner of FFHQ; of another size than {@link #size} it is resampled
   * @return 128 numbers
   */
  public float[] embed(RgbImage crop) {
    FloatBuffer planes = Tensor.allocate(Planes.count(size, size));
    Planes.write(crop.resize(size, size), planes, 0);
    return embed(Tensor.wrap(planes, 1, RgbImage.CHANNELS, size, size)).toArray();
  }

  @Override
  public void close() {
    session.close();
  }
}
