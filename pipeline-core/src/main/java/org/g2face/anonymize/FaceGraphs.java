package org.g2face.anonymize;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.g2face.model.Architecture;
import org.g2face.model.ModelPackage;
import org.g2face.model.Part;
import org.g2face.network.FaceGenerator;
import org.g2face.network.InpaintingGenerator;
import org.g2face.network.Phase;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxModel;
import org.g2face.onnx.OnnxSession;
import org.g2face.onnx.OnnxValue;
import org.g2face.ops.Ops;
import org.g2face.payload.PayloadCodec;
import org.g2face.payload.PayloadScheme;
import org.g2face.tensor.Tensor;

/**
 * The networks of a model package, joined into the graphs that inference runs.
 *
 * <p>They are split where something other than a network comes between: the codec that turns an
 * embedding into bits, the key that decides on a dummy identity, and the rounding to 8 bits.
 */
record FaceGraphs(ModelPackage model) {
  static final String FACE = "face";
  static final String IMAGE = "image";
  static final String IDENTITY = "identity";
  static final String GEOMETRY = "geometry";
  static final String BITS = "bits";
  static final String LOGITS = "logits";
  static final String LATENT = "latent";
  static final String CODE = "code";
  static final String NOISE = "noise.";

  /** What a picture is drawn for. */
  enum Purpose {
    /** Bits are hidden in it. */
    ANONYMIZE,
    /** It is the original again, as far as what was hidden tells. */
    RECOVER
  }

  /** A codec for the model's embeddings and, where it has one, its code of the face. */
  static PayloadCodec codec(PayloadScheme scheme, Architecture architecture) {
    int embedding = architecture.dummy().size();
    PayloadCodec codec = scheme.fit(architecture.generator().bits(), embedding);
    return architecture.code().map(code -> codec.withCode(code.bits())).orElse(codec);
  }

  private Architecture architecture() {
    return model.architecture();
  }

  /**
   * Opens one of these graphs.
   *
   * @throws org.g2face.model.ModelException if a network answers otherwise than the package says
   */
  OnnxSession open(OnnxModel graph, Execution execution) throws IOException {
    OnnxSession session = graph.open(execution);
    try {
      KnownQuestions.require(model, session, execution);
      return session;
    } catch (IOException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /**
   * What is in a face: image to identity [batch, embedding] and geometry [batch, prior]; of models
   * that have a code of the face also its logits [batch, bits of the code].
   */
  OnnxModel analysis() throws IOException {
    OnnxModel graph = new OnnxModel();
    OnnxValue image = image(graph);
    code(graph, image);
    graph.output(IDENTITY, identity(graph, image));
    graph.output(GEOMETRY, geometry(graph, image));
    return graph;
  }

  /**
   * What recovery needs of a face: identity [batch, embedding], and its code where there is one.
   */
  OnnxModel encoding() throws IOException {
    OnnxModel graph = new OnnxModel();
    OnnxValue image = image(graph);
    code(graph, image);
    graph.output(IDENTITY, identity(graph, image));
    return graph;
  }

  private void code(OnnxModel graph, OnnxValue image) throws IOException {
    if (architecture().code().isPresent()) {
      var weights = graph.weights("code", model.weights(Part.FACE_CODE)::get);
      graph.output(CODE, architecture().code().get().encode(graph.ops(), weights, image));
    }
  }

  /**
   * The bits of a face's code, each 0 or 1; a value that is no number stays.
   *
   * @param logits of a batch, or null for a model without a code
   * @return empty for such a model
   */
  static float[] code(Tensor logits, int face) {
    if (logits == null) {
      return new float[0];
    }
    float[] code = Batch.row(logits, face);
    for (int i = 0; i < code.length; i++) {
      if (Float.isFinite(code[i])) {
        code[i] = code[i] > 0 ? 1 : 0;
      }
    }
    return code;
  }

  /** Whose face it is: image to identity [batch, embedding]. */
  OnnxModel embedding() throws IOException {
    OnnxModel graph = new OnnxModel();
    graph.output(IDENTITY, identity(graph, image(graph)));
    return graph;
  }

  /** How a face is turned and lit: image to geometry [batch, prior]. */
  OnnxModel geometry() throws IOException {
    OnnxModel graph = new OnnxModel();
    graph.output(GEOMETRY, geometry(graph, image(graph)));
    return graph;
  }

  /** What an anonymized face tells: image to logits [batch, bits] and geometry [batch, prior]. */
  OnnxModel reading() throws IOException {
    OnnxModel graph = new OnnxModel();
    OnnxValue image = image(graph);
    graph.output(LOGITS, logits(graph, image));
    graph.output(GEOMETRY, geometry(graph, image));
    return graph;
  }

  /** The hidden bits alone: image to logits [batch, bits]. */
  OnnxModel extraction() throws IOException {
    OnnxModel graph = new OnnxModel();
    graph.output(LOGITS, logits(graph, image(graph)));
    return graph;
  }

  /** Latent [batch, embedding] to the identity of nobody [batch, embedding]. */
  OnnxModel dummy() throws IOException {
    OnnxModel graph = new OnnxModel();
    var dummy = architecture().dummy();
    OnnxValue latent = graph.input(LATENT, -1, dummy.size());
    var weights = graph.weights("dummy", model.weights(Part.DUMMY_IDENTITY)::get);
    graph.output(IDENTITY, dummy.forward(graph.ops(), weights, latent, Phase.inference()));
    return graph;
  }

  /**
   * A face of an identity: image, identity, geometry and bits to image. A generator that conceals
   * the face takes no bits to recover, but the face's code: -1 or 1 each, 0 for none.
   *
   * @param noisy whether noise maps are inputs, too: {@code noise.0} and so on
   */
  OnnxModel synthesis(Purpose purpose, boolean noisy) throws IOException {
    FaceGenerator generator = architecture().generator();
    OnnxModel graph = new OnnxModel();
    Ops<OnnxValue> ops = graph.ops();
    OnnxValue image = image(graph);
    OnnxValue identity = graph.input(IDENTITY, -1, architecture().mapper().identity());
    OnnxValue geometry = graph.input(GEOMETRY, -1, architecture().mapper().geometry());
    boolean restores = takesCode(purpose);
    OnnxValue bits = restores ? null : graph.input(BITS, -1, generator.bits());
    OnnxValue code =
        restores && architecture().code().isPresent()
            ? graph.input(CODE, -1, architecture().code().get().bits())
            : null;
    List<OnnxValue> noise = noisy ? new ArrayList<>() : null;
    if (noisy) {
      for (int side : generator.noiseSides()) {
        noise.add(graph.input(NOISE + noise.size(), -1, 1, side, side));
      }
    }
    var mapperWeights = graph.weights("mapper", model.weights(Part.STYLE_MAPPER)::get);
    OnnxValue styles = architecture().mapper().forward(ops, mapperWeights, identity, geometry);
    var weights = graph.weights("generator", model.weights(Part.GENERATOR)::get);
    graph.output(
        IMAGE,
        generator.forward(
            ops, weights, new FaceGenerator.Input<>(image, styles, geometry, bits, code, noise)));
    return graph;
  }

  /** Whether the generator is given the face's code, if there is one, and no bits. */
  boolean takesCode(Purpose purpose) {
    return purpose == Purpose.RECOVER && architecture().generator() instanceof InpaintingGenerator;
  }

  private OnnxValue image(OnnxModel graph) {
    return graph.input(FACE, -1, 3, architecture().size(), architecture().size());
  }

  private OnnxValue identity(OnnxModel graph, OnnxValue image) throws IOException {
    var weights = graph.weights("recogniser", model.weights(Part.IDENTITY)::get);
    return architecture().identity().embed(graph.ops(), weights, image);
  }

  private OnnxValue geometry(OnnxModel graph, OnnxValue image) throws IOException {
    var weights = graph.weights("reconstruction", model.weights(Part.GEOMETRY)::get);
    OnnxValue coefficients = architecture().geometry().estimate(graph.ops(), weights, image);
    return architecture().geometry().prior().forward(graph.ops(), coefficients);
  }

  private OnnxValue logits(OnnxModel graph, OnnxValue image) throws IOException {
    var weights = graph.weights("extractor", model.weights(Part.PASSWORD_EXTRACTOR)::get);
    return architecture().extractor().forward(graph.ops(), weights, image, Phase.inference());
  }
}
