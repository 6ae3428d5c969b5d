package org.g2face.anonymize;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.g2face.image.RgbImage;
import org.g2face.model.ModelPackage;
import org.g2face.model.Part;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxSession;
import org.g2face.password.Ieee754Codec;
import org.g2face.password.PasswordCodec;
import org.g2face.tensor.Tensor;

/**
 * Brings faces back from their anonymized pictures and nothing else.
 *
 * <p>The hidden bits are read from the picture, and the embedding they spell steers the generator,
 * which is given the bits as they were read. (The authors' own test gives it the true bits, which
 * nobody has who holds only the picture.)
 */
public final class Recoverer implements FaceTransform {
  private final int size;
  private final int embedding;
  private final Batch places;
  private final PasswordCodec codec;
  private final OnnxSession reading;
  private final Synthesis synthesis;

  /**
   * Loads the networks.
   *
   * @param batchSize faces in one call of the networks
   * @throws org.g2face.model.ModelException if the package lacks a network or a file of it is
   *     damaged
   */
  public Recoverer(ModelPackage model, int batchSize, Execution execution) throws IOException {
    model.require(
        "recovering", Part.GENERATOR, Part.STYLE_MAPPER, Part.PASSWORD_EXTRACTOR, Part.GEOMETRY);
    FaceGraphs graphs = new FaceGraphs(model);
    size = model.architecture().size();
    embedding = model.architecture().dummy().size();
    places = new Batch(batchSize);
    codec = new Ieee754Codec(model.architecture().generator().bits(), embedding);
    reading = graphs.reading().open(execution);
    synthesis = new Synthesis(graphs, places, null, execution);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public List<Outcome> apply(List<Face> faces) {
    return places.inTurns(faces, this::recover);
  }

  private List<Outcome> recover(List<Face> faces) {
    List<RgbImage> pictures = faces.stream().map(Face::image).toList();
    Tensor images = places.images(pictures, size);
    Map<String, Tensor> read = reading.run(Map.of(FaceGraphs.FACE, images));
    List<float[]> bits = new ArrayList<>();
    List<float[]> identities = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (int i = 0; i < faces.size(); i++) {
      float[] logits = Batch.row(read.get(FaceGraphs.LOGITS), i);
      PasswordCodec.Reading password = codec.decode(logits);
      bits.add(hard(logits));
      if (password instanceof PasswordCodec.Reading.Opened opened) {
        identities.add(opened.identity());
        unreadable.add(null);
      } else {
        identities.add(new float[embedding]);
        unreadable.add(((PasswordCodec.Reading.Unreadable) password).reason());
      }
    }
    Tensor redrawn =
        synthesis.draw(
            faces.stream().map(Face::imageId).toList(),
            images,
            places.rows(identities, embedding),
            read.get(FaceGraphs.GEOMETRY),
            places.rows(bits, codec.capacity()));

    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < faces.size(); i++) {
      outcomes.add(
          unreadable.get(i) != null
              ? new Outcome.Failed("unreadable_password", unreadable.get(i))
              : Batch.image(redrawn, i)
                  .<Outcome>map(image -> new Outcome.Done(image, null, Map.of()))
                  .orElseGet(Outcome.Failed::nonFinite));
    }
    return outcomes;
  }

  /** The more likely value of each bit, which is what the generator was trained on. */
  private static float[] hard(float[] logits) {
    float[] bits = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      bits[i] = logits[i] > 0 ? 1 : 0;
    }
    return bits;
  }

  @Override
  public void close() {
    reading.close();
    synthesis.close();
  }
}
