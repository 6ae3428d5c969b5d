package org.g2face.anonymize;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.g2face.image.RgbImage;
import org.g2face.model.ModelPackage;
import org.g2face.model.Part;
import org.g2face.network.FaceCode;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxSession;
import org.g2face.tensor.Tensor;

/**
 * Gives an anonymized face the identity that is known to be its own, where the hidden bits are
 * known, too, and cannot be read because the picture was resampled. Safe to share between threads.
 */
public final class IdentityRestorer implements AutoCloseable {
  private static final Batch ONE = new Batch(1);

  private final int size;
  private final int embedding;
  private final int capacity;
  private final int code;
  private final OnnxSession geometry;
  private final Synthesis synthesis;

  /**
   * @throws org.g2face.model.ModelException if the package lacks a network
   */
  public IdentityRestorer(ModelPackage model, Execution execution) throws IOException {
    model.require("recovering photographs", Part.GENERATOR, Part.STYLE_MAPPER, Part.GEOMETRY);
    FaceGraphs graphs = new FaceGraphs(model);
    size = model.architecture().size();
    embedding = model.architecture().dummy().size();
    capacity = model.architecture().generator().bits();
    code = model.architecture().code().map(FaceCode::bits).orElse(0);
    geometry = graphs.open(graphs.geometry(), execution);
    synthesis = new Synthesis(graphs, FaceGraphs.Purpose.RECOVER, ONE, null, execution);
  }

  /** Width and height of the faces it takes, in pixels. */
  public int size() {
    return size;
  }

  /** How many coordinates an identity has. */
  public int embedding() {
    return embedding;
  }

  /** How many bits a code of a face has; 0 for a model without. */
  public int code() {
    return code;
  }

  /** How many bits a face hides. */
  public int capacity() {
    return capacity;
  }

  /**
   * @param face an aligned crop of the anonymized picture
   * @param identity of the original face
   * @param bits that were hidden in it, each 0 or 1
   * @param code of the original face, each 0 or 1; empty if it is not known
   * @return empty if the networks computed something that is no number
   */
  public Optional<RgbImage> restore(RgbImage face, float[] identity, float[] bits, float[] code) {
    Tensor image = ONE.images(List.of(face), size);
    Tensor pose = geometry.run(Map.of(FaceGraphs.FACE, image)).get(FaceGraphs.GEOMETRY);
    Tensor redrawn =
        synthesis.draw(
            List.of(""),
            image,
            ONE.rows(List.of(identity), embedding),
            pose,
            List.of(bits),
            List.of(code));
    return Batch.image(redrawn, 0);
  }

  @Override
  public void close() {
    geometry.close();
    synthesis.close();
  }
}
