package org.g2face.anonymize;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.g2face.image.RgbImage;
import org.g2face.model.ModelPackage;
import org.g2face.model.Part;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxSession;
import org.g2face.payload.Binding;
import org.g2face.payload.DummyLatent;
import org.g2face.payload.PayloadCodec;
import org.g2face.payload.PayloadScheme;
import org.g2face.payload.StyleNoise;
import org.g2face.tensor.Cosine;
import org.g2face.tensor.Tensor;

/**
 * Gives faces the identities of nobody and hides the true ones in the pictures.
 *
 * <p>The paper's Section III-A: the geometry of the face and a dummy identity become styles, the
 * true embedding becomes bits, and the generator redraws the face with both.
 */
public final class Anonymizer implements FaceTransform {
  /** Share of the hidden bits that are read wrongly from the published 8-bit picture, 0 to 1. */
  public static final String BIT_ERROR_RATE = "bit_error_rate";

  /** Cosine between the embeddings of the original and the published face, -1 to 1. */
  public static final String IDENTITY_COSINE = "identity_cosine";

  private final int size;
  private final Batch places;
  private final int embedding;
  private final String dataset;
  private final String fingerprint;
  private final PayloadCodec codec;
  private final OnnxSession analysis;
  private final Dummies dummies;
  private final Synthesis synthesis;
  private final OnnxSession extraction;

  /**
   * How to anonymize.
   *
   * @param key decides which dummy identity an image gets; whoever knows it can compute them again
   * @param passwords how the true identity is hidden
   * @param dataset names the anonymized dataset; what is hidden may be bound to it
   * @param batchSize faces in one call of the networks; part of what makes the bytes of the result
   * @param noise whether the generator adds noise, drawn from the key and the image's id
   * @param checks whether to measure each new face; about a tenth of the work
   */
  public record Options(
      byte[] key,
      PayloadScheme passwords,
      String dataset,
      int batchSize,
      boolean noise,
      boolean checks,
      Execution execution) {
    public Options {
      key = key.clone();
      if (batchSize < 1) {
        throw new IllegalArgumentException("a batch has at least one face, not " + batchSize);
      }
    }
  }

  /**
   * Loads the networks.
   *
   * @throws org.g2face.model.ModelException if the package lacks a network or a file of it is
   *     damaged
   */
  public Anonymizer(ModelPackage model, Options options) throws IOException {
    model.require(
        "anonymizing",
        Part.GENERATOR,
        Part.STYLE_MAPPER,
        Part.DUMMY_IDENTITY,
        Part.IDENTITY,
        Part.GEOMETRY);
    if (options.checks()) {
      model.require("checking anonymized faces", Part.PASSWORD_EXTRACTOR);
    }
    FaceGraphs graphs = new FaceGraphs(model);
    Execution execution = options.execution();
    size = model.architecture().size();
    places = new Batch(options.batchSize());
    embedding = model.architecture().dummy().size();
    dataset = options.dataset();
    fingerprint = model.fingerprint();
    codec = FaceGraphs.codec(options.passwords(), model.architecture());
    StyleNoise noise = options.noise() ? new StyleNoise(options.key()) : null;
    analysis = graphs.open(graphs.analysis(), execution);
    dummies = new Dummies(graphs, new DummyLatent(options.key()), execution);
    synthesis = new Synthesis(graphs, FaceGraphs.Purpose.ANONYMIZE, places, noise, execution);
    extraction = options.checks() ? graphs.open(graphs.extraction(), execution) : null;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public List<Outcome> apply(List<Face> faces) {
    return places.inTurns(faces, this::anonymize);
  }

  private List<Outcome> anonymize(List<Face> faces) {
    Tensor images = places.images(faces.stream().map(Face::image).toList(), size);
    Map<String, Tensor> analysed = analysis.run(Map.of(FaceGraphs.FACE, images));
    Tensor identity = analysed.get(FaceGraphs.IDENTITY);
    List<float[]> bits = new ArrayList<>();
    List<float[]> drawn = new ArrayList<>();
    for (int i = 0; i < faces.size(); i++) {
      float[] original = Batch.row(identity, i);
      // No bits for an embedding that is no number; the face is reported as failed below.
      Face face = faces.get(i);
      float[] code = FaceGraphs.code(analysed.get(FaceGraphs.CODE), i);
      bits.add(
          finite(original) && finite(code)
              ? codec.encode(original, code, new Binding(dataset, face.name(), fingerprint))
              : new float[codec.capacity()]);
      drawn.add(dummies.of(face, original));
    }
    Tensor nobody = places.rows(drawn, embedding);
    List<String> ids = faces.stream().map(Face::imageId).toList();
    Tensor geometry = analysed.get(FaceGraphs.GEOMETRY);
    Tensor redrawn = synthesis.draw(ids, images, nobody, geometry, bits, List.of());

    Map<Integer, RgbImage> published = new LinkedHashMap<>();
    for (int i = 0; i < faces.size(); i++) {
      Optional<RgbImage> image = Batch.image(redrawn, i);
      if (image.isPresent() && finite(Batch.row(identity, i))) {
        published.put(i, image.get());
      }
    }
    Map<Integer, Map<String, Double>> checks = check(published, identity, bits);
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < faces.size(); i++) {
      outcomes.add(
          published.containsKey(i)
              ? new Outcome.Done(
                  published.get(i), dummies.id(faces.get(i)), checks.getOrDefault(i, Map.of()))
              : Outcome.Failed.nonFinite());
    }
    return outcomes;
  }

  private static boolean finite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /** Measures what is published, as whoever receives it could: from 8 bits. */
  private Map<Integer, Map<String, Double>> check(
      Map<Integer, RgbImage> published, Tensor identity, List<float[]> bits) {
    if (extraction == null || published.isEmpty()) {
      return Map.of();
    }
    Map<String, Tensor> input =
        Map.of(FaceGraphs.FACE, places.images(List.copyOf(published.values()), size));
    Tensor logits = extraction.run(input).get(FaceGraphs.LOGITS);
    Tensor after = analysis.run(input, FaceGraphs.IDENTITY).get(FaceGraphs.IDENTITY);
    Map<Integer, Map<String, Double>> checks = new HashMap<>();
    int place = 0;
    for (int face : published.keySet()) {
      double errors = bitErrorRate(bits.get(face), Batch.row(logits, place));
      double cosine = Cosine.between(Batch.row(identity, face), Batch.row(after, place));
      checks.put(face, Map.of(BIT_ERROR_RATE, errors, IDENTITY_COSINE, cosine));
      place++;
    }
    return checks;
  }

  private static double bitErrorRate(float[] bits, float[] logits) {
    int wrong = 0;
    for (int i = 0; i < bits.length; i++) {
      wrong += logits[i] > 0 == bits[i] > 0.5f ? 0 : 1;
    }
    return (double) wrong / bits.length;
  }

  @Override
  public void close() {
    analysis.close();
    dummies.close();
    synthesis.close();
    if (extraction != null) {
      extraction.close();
    }
  }
}
