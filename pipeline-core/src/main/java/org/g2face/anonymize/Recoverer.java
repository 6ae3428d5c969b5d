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
import org.g2face.payload.Binding;
import org.g2face.payload.PayloadCodec;
import org.g2face.payload.PayloadScheme;
import org.g2face.tensor.Tensor;

/**
 * Brings faces back from their anonymized pictures and nothing else.
 *
 * <p>The hidden bits are read from the picture, and the embedding they spell steers the generator,
 * which is given the bits, too: corrected where the codec can correct them, else as they were read.
 * (The authors' own test gives it the true bits.)
 */
public final class Recoverer implements FaceTransform {
  private final int size;
  private final int embedding;
  private final Batch places;
  private final String dataset;
  private final String fingerprint;
  private final PayloadCodec codec;
  private final OnnxSession reading;
  private final Synthesis synthesis;

  /**
   * Loads the networks.
   *
   * @param passwords how the identities were hidden
   * @param dataset names the anonymized dataset, as when it was made
   * @param batchSize faces in one call of the networks
   * @throws org.g2face.model.ModelException if the package lacks a network or a file of it is
   *     damaged
   */
  public Recoverer(
      ModelPackage model,
      PayloadScheme passwords,
      String dataset,
      int batchSize,
      Execution execution)
      throws IOException {
    model.require(
        "recovering", Part.GENERATOR, Part.STYLE_MAPPER, Part.PASSWORD_EXTRACTOR, Part.GEOMETRY);
    FaceGraphs graphs = new FaceGraphs(model);
    size = model.architecture().size();
    embedding = model.architecture().dummy().size();
    places = new Batch(batchSize);
    this.dataset = dataset;
    fingerprint = model.fingerprint();
    codec = FaceGraphs.codec(passwords, model.architecture());
    reading = graphs.open(graphs.reading(), execution);
    synthesis = new Synthesis(graphs, FaceGraphs.Purpose.RECOVER, places, null, execution);
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
    List<float[]> codes = new ArrayList<>();
    List<float[]> identities = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (int i = 0; i < faces.size(); i++) {
      float[] logits = Batch.row(read.get(FaceGraphs.LOGITS), i);
      Binding binding = new Binding(dataset, faces.get(i).name(), fingerprint);
      PayloadCodec.Reading password = codec.decode(logits, binding);
      if (password instanceof PayloadCodec.Reading.Opened opened) {
        identities.add(opened.identity());
        bits.add(opened.bits());
        codes.add(opened.code());
        unreadable.add(null);
      } else {
        identities.add(new float[embedding]);
        bits.add(new float[codec.capacity()]);
        codes.add(new float[0]);
        unreadable.add(((PayloadCodec.Reading.Unreadable) password).reason());
      }
    }
    Tensor redrawn =
        synthesis.draw(
            faces.stream().map(Face::imageId).toList(),
            images,
            places.rows(identities, embedding),
            read.get(FaceGraphs.GEOMETRY),
            bits,
            codes);

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

  @Override
  public void close() {
    reading.close();
    synthesis.close();
  }
}
