package org.g2face.anonymize;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.g2face.io.FileStore;
import org.g2face.model.Architecture;
import org.g2face.model.KnownAnswers;
import org.g2face.model.ModelException;
import org.g2face.model.ModelPackage;
import org.g2face.model.Part;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxModel;
import org.g2face.onnx.OnnxSession;
import org.g2face.preflight.Processor;
import org.g2face.preflight.RelativeError;
import org.g2face.tensor.Tensor;

/**
 * What the networks of a package are asked, to compare what they answer here with what they
 * answered where the package was made.
 */
public final class KnownQuestions {
  private static final long SEED = 1;
  private static final int PATCHES = 8;

  /** Shares of an output's spread: what another processor's float32 may round otherwise. */
  private static final double CPU_TOLERANCE = 2e-3;

  /** GPUs may round factors to ten bits of mantissa (TF32). */
  private static final double GPU_TOLERANCE = 5e-2;

  private final Architecture architecture;
  private final Random random;

  private KnownQuestions(Architecture architecture, long seed) {
    this.architecture = architecture;
    this.random = new Random(seed);
  }

  /**
   * Asks all networks with which faces are anonymized and recovered, as far as a package has them,
   * and writes the answers into its {@code model.conf}. Its fingerprint stays.
   *
   * @param folder the package's, which can be written
   * @throws ModelException if a network answers with what is no number
   */
  public static ModelPackage record(FileStore folder, Execution execution) throws IOException {
    ModelPackage model = ModelPackage.load(folder);
    Map<Part, KnownAnswers.Answer> answers = new EnumMap<>(Part.class);
    for (Map.Entry<Part, Tensor> output : ask(model, SEED, execution).entrySet()) {
      if (!finite(output.getValue())) {
        throw new ModelException(
            "%s: the %s answers with what is no number, in %s on %s; its weights are of no use"
                .formatted(model, output.getKey().key(), OnnxSession.runtime(), place(execution)));
      }
      answers.put(output.getKey(), KnownAnswers.Answer.of(output.getValue()));
    }
    return model.withAnswers(folder, new KnownAnswers(SEED, answers));
  }

  /** How far the answers here are from those that the package carries, by network. */
  public static Map<Part, RelativeError> compare(ModelPackage model, Execution execution)
      throws IOException {
    KnownAnswers known = model.answers();
    return known.answers().isEmpty()
        ? Map.of()
        : errors(known, ask(model, known.seed(), execution));
  }

  /** Whether a difference of answers may come from rounding. */
  public static boolean mayBeRounding(RelativeError error, Execution execution) {
    return error.within(tolerance(execution));
  }

  private static double tolerance(Execution execution) {
    return execution.onGpu() ? GPU_TOLERANCE : CPU_TOLERANCE;
  }

  private static Map<Part, Tensor> ask(ModelPackage model, long seed, Execution execution)
      throws IOException {
    FaceGraphs graphs = new FaceGraphs(model);
    List<OnnxModel> asked = new ArrayList<>();
    if (model.has(Part.IDENTITY)) {
      asked.add(graphs.embedding());
    }
    if (model.has(Part.GEOMETRY)) {
      asked.add(graphs.geometry());
    }
    if (model.has(Part.FACE_CODE) && model.has(Part.IDENTITY) && model.has(Part.GEOMETRY)) {
      asked.add(graphs.analysis());
    }
    if (model.has(Part.DUMMY_IDENTITY)) {
      asked.add(graphs.dummy());
    }
    if (model.has(Part.PASSWORD_EXTRACTOR)) {
      asked.add(graphs.extraction());
    }
    if (model.has(Part.GENERATOR) && model.has(Part.STYLE_MAPPER)) {
      asked.add(graphs.synthesis(FaceGraphs.Purpose.ANONYMIZE, false));
    }
    Map<Part, Tensor> outputs = new EnumMap<>(Part.class);
    for (OnnxModel graph : asked) {
      try (OnnxSession session = graph.open(execution)) {
        outputs.putAll(outputs(model.architecture(), seed, session));
      }
    }
    return outputs;
  }

  /**
   * Asks the networks of a graph of a package.
   *
   * @throws ModelException if one answers otherwise than the package says
   */
  static void require(ModelPackage model, OnnxSession session, Execution execution)
      throws ModelException {
    KnownAnswers known = model.answers();
    if (known.answers().isEmpty()) {
      return;
    }
    Map<Part, Tensor> outputs = outputs(model.architecture(), known.seed(), session);
    for (Map.Entry<Part, RelativeError> each : errors(known, outputs).entrySet()) {
      if (!mayBeRounding(each.getValue(), execution)) {
        throw new ModelException(
            "%s: the %s answers %s, in %s on %s; try another machine, or an intact copy of the"
                    .formatted(
                        model,
                        each.getKey().key(),
                        deviation(each.getValue(), execution),
                        OnnxSession.runtime(),
                        place(execution))
                + " package");
      }
    }
  }

  private static String deviation(RelativeError error, Execution execution) {
    return error.isNumber()
        ? "otherwise than model.conf says, by %s where %s may be rounding"
            .formatted(error, new RelativeError(tolerance(execution)))
        : "with what is no number";
  }

  private static String place(Execution execution) {
    return execution.onGpu() ? "the GPU " + execution.cudaDevice() : Processor.name();
  }

  private static Map<Part, RelativeError> errors(KnownAnswers known, Map<Part, Tensor> outputs) {
    Map<Part, RelativeError> errors = new EnumMap<>(Part.class);
    outputs.forEach(
        (part, output) -> {
          if (known.answers().containsKey(part)) {
            errors.put(part, known.answers().get(part).error(output));
          }
        });
    return errors;
  }

  /** What the networks of a graph make of the inputs that the seed draws, by network. */
  private static Map<Part, Tensor> outputs(
      Architecture architecture, long seed, OnnxSession session) {
    Map<String, Tensor> inputs = new HashMap<>();
    for (String name : session.inputs()) {
      inputs.put(name, new KnownQuestions(architecture, seed).input(name));
    }
    Map<Part, Tensor> outputs = new EnumMap<>(Part.class);
    session
        .run(inputs)
        .forEach(
            (name, value) ->
                part(name, session.inputs()).ifPresent(part -> outputs.put(part, value)));
    return outputs;
  }

  /** Empty for a generator without bits: its answer is known for a picture that hides some. */
  private static Optional<Part> part(String output, Set<String> inputs) {
    return switch (output) {
      case FaceGraphs.IMAGE ->
          inputs.contains(FaceGraphs.BITS) ? Optional.of(Part.GENERATOR) : Optional.empty();
      case FaceGraphs.LOGITS -> Optional.of(Part.PASSWORD_EXTRACTOR);
      case FaceGraphs.GEOMETRY -> Optional.of(Part.GEOMETRY);
      case FaceGraphs.CODE -> Optional.of(Part.FACE_CODE);
      case FaceGraphs.IDENTITY ->
          Optional.of(inputs.contains(FaceGraphs.LATENT) ? Part.DUMMY_IDENTITY : Part.IDENTITY);
      default -> throw new IllegalArgumentException("no network gives " + output);
    };
  }

  private Tensor input(String name) {
    int size = architecture.size();
    return switch (name) {
      case FaceGraphs.FACE -> face(size);
      case FaceGraphs.IDENTITY -> normal(architecture.mapper().identity());
      case FaceGraphs.GEOMETRY -> normal(architecture.mapper().geometry());
      case FaceGraphs.LATENT -> normal(architecture.dummy().size());
      case FaceGraphs.BITS -> bits(architecture.generator().bits());
      case FaceGraphs.CODE -> bits(architecture.code().orElseThrow().bits());
      default -> noise(name);
    };
  }

  /** No noise, which is what a graph without these inputs has. */
  private Tensor noise(String name) {
    int layer = Integer.parseInt(name.substring(FaceGraphs.NOISE.length()));
    int side = architecture.generator().noiseSides().get(layer);
    return Tensor.filled(0, 1, 1, side, side);
  }

  /** Patches of colour in [-1, 1]. */
  private Tensor face(int size) {
    float[] patches = new float[3 * PATCHES * PATCHES];
    for (int i = 0; i < patches.length; i++) {
      patches[i] = 2 * random.nextFloat() - 1;
    }
    float[] pixels = new float[3 * size * size];
    for (int i = 0; i < pixels.length; i++) {
      int x = i % size * PATCHES / size;
      int y = i / size % size * PATCHES / size;
      pixels[i] = patches[(i / (size * size) * PATCHES + y) * PATCHES + x];
    }
    return Tensor.of(pixels, 1, 3, size, size);
  }

  private Tensor normal(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, 1, count);
  }

  private Tensor bits(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextBoolean() ? 1 : 0;
    }
    return Tensor.of(values, 1, count);
  }

  private static boolean finite(Tensor output) {
    for (int i = 0; i < output.count(); i++) {
      if (!Float.isFinite(output.at(i))) {
        return false;
      }
    }
    return true;
  }
}
