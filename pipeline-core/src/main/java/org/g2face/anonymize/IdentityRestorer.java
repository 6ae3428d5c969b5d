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
import org.g2face.password.Ieee754Codec;
import org.g2face.tensor.Tensor;

/**
 * Gives an anonymized face the identity that is known to be its own, where the hidden bits cannot
 * be read because the picture was resampled. Safe to share between threads.
 */
public final class IdentityRestorer implements AutoCloseable {
  private static final Batch ONE = new Batch(1);
  private static final Binding NOWHERE = new Binding("", "", "");

  private final int size;
  private final Ieee754Codec codec;
  private final OnnxSession geometry;
  private final Synthesis synthesis;

  /**
   * @throws org.g2face.model.ModelException if the package lacks a network
   */
  public IdentityRestorer(ModelPackage model, Execution execution) throws IOException {
    model.require("recovering photographs", Part.GENERATOR, Part.STYLE_MAPPER, Part.GEOMETRY);
    FaceGraphs graphs = new FaceGraphs(model);
    size = model.architecture().size();
    codec =
        new Ieee754Codec(
            model.architecture().generator().bits(), model.architecture().dummy().size());
    geometry = graphs.geometry().open(execution);
    synthesis = new Synthesis(graphs, ONE, null, execution);
  }

  /** Width and height of the faces it takes, in pixels. */
  public int size() {
    return size;
  }

  /** How many coordinates an identity has. */
  public int embedding() {
    return codec.identitySize();
  }

  /**
   * @param face an aligned crop of the anonymized picture
   * @param identity of the original face
   * @return empty if the networks computed something that is no number
   */
  public Optional<RgbImage> restore(RgbImage face, float[] identity) {
    Tensor image = ONE.images(List.of(face), size);
    Tensor pose = geometry.run(Map.of(FaceGraphs.FACE, image)).get(FaceGraphs.GEOMETRY);
    Tensor redrawn =
        synthesis.draw(
            List.of(""),
            image,
            ONE.rows(List.of(identity), identity.length),
            pose,
            ONE.rows(List.of(codec.encode(identity, NOWHERE)), codec.capacity()));
    return Batch.image(redrawn, 0);
  }

  @Override
  public void close() {
    geometry.close();
    synthesis.close();
  }
}
