package org.g2face.anonymize;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
import org.g2face.tensor.Tensor;

/**
 * What the networks of a package are asked, to compare what they answer here with what they
 * answered where the package was made.
 */
public final class KnownQuestions {
  private static final long SEED = 1;
  private static final int PROBES = 8;
  private static final int PATCHES = 8;
  private static final MathContext DIGITS = new MathContext(7);

  /** Shares of an output's spread: what another processor's float32 may round otherwise. */
  private static final double CPU_TOLERANCE = 2e-3;

  /** GPUs may round factors to ten bits of mantissa (TF32). */
  private static final double GPU_TOLERANCE = 5e-2;

  /** Counts as the spread of an output that is next to nothing, as of fresh networks. */
  private static final double LEAST_SPREAD = 1e-3;

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
   */
  public static ModelPackage record(FileStore folder, Execution execution) throws IOException {
    ModelPackage model = ModelPackage.load(folder);
    FaceGraphs graphs = new FaceGraphs(model);
    Map<Part, KnownAnswers.Answer> answers = new EnumMap<>(Part.class);
    if (model.has(Part.IDENTITY)) {
      answers.putAll(ask(model, graphs.embedding(), execution));
    }
    if (model.has(Part.GEOMETRY)) {
      answers.putAll(ask(model, graphs.geometry(), execution));
    }
    if (model.has(Part.FACE_CODE) && model.has(Part.IDENTITY) && model.has(Part.GEOMETRY)) {
      answers.putAll(ask(model, graphs.analysis(), execution));
    }
    if (model.has(Part.DUMMY_IDENTITY)) {
      answers.putAll(ask(model, graphs.dummy(), execution));
    }
    if (model.has(Part.PASSWORD_EXTRACTOR)) {
      answers.putAll(ask(model, graphs.extraction(), execution));
    }
    if (model.has(Part.GENERATOR) && model.has(Part.STYLE_MAPPER)) {
      answers.putAll(ask(model, graphs.synthesis(FaceGraphs.Purpose.ANONYMIZE, false), execution));
    }
    return model.withAnswers(folder, new KnownAnswers(SEED, answers));
  }

  private static Map<Part, KnownAnswers.Answer> ask(
      ModelPackage model, OnnxModel graph, Execution execution) {
    try (OnnxSession session = graph.open(execution)) {
      Map<Part, KnownAnswers.Answer> answers = new EnumMap<>(Part.class);
      outputs(model.architecture(), SEED, session)
          .forEach(
              (part, output) -> {
                if (finite(output)) {
                  answers.put(part, answer(output));
                }
              });
      return answers;
    }
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
    double tolerance = execution.onGpu() ? GPU_TOLERANCE : CPU_TOLERANCE;
    Map<Part, Tensor> outputs = outputs(model.architecture(), known.seed(), session);
    for (Map.Entry<Part, Tensor> output : outputs.entrySet()) {
      KnownAnswers.Answer expected = known.answers().get(output.getKey());
      if (expected != null) {
        double error = error(output.getValue(), expected);
        if (!(error <= tolerance)) {
          throw new ModelException(
              String.format(
                  Locale.ROOT,
                  "%s: the %s answers otherwise than model.conf says, by %.2g %% where %.1g %% may"
                      + " be rounding, in %s on %s; try another machine, or an intact copy of the"
                      + " package",
                  model,
                  output.getKey().key(),
                  100 * error,
                  100 * tolerance,
                  OnnxSession.runtime(),
                  execution.onGpu() ? "the GPU " + execution.cudaDevice() : Processor.name()));
        }
      }
    }
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

  private static KnownAnswers.Answer answer(Tensor output) {
    List<Double> probes = new ArrayList<>();
    for (int i = 0; i < PROBES; i++) {
      probes.add(rounded(probe(output, i, PROBES)));
    }
    return new KnownAnswers.Answer(rounded(mean(output)), rounded(spread(output)), probes);
  }

  private static double rounded(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }

  /** The largest difference, over the spread; infinite where there are no numbers. */
  private static double error(Tensor output, KnownAnswers.Answer expected) {
    if (!finite(output)) {
      return Double.POSITIVE_INFINITY;
    }
    double apart = Math.abs(mean(output) - expected.mean());
    apart = Math.max(apart, Math.abs(spread(output) - expected.spread()));
    int probes = expected.probes().size();
    for (int i = 0; i < probes; i++) {
      apart = Math.max(apart, Math.abs(probe(output, i, probes) - expected.probes().get(i)));
    }
    return apart / Math.max(LEAST_SPREAD, expected.spread());
  }

  private static double probe(Tensor output, int number, int probes) {
    return output.at((int) ((long) number * output.count() / probes));
  }

  private static double mean(Tensor output) {
    double sum = 0;
    for (int i = 0; i < output.count(); i++) {
      sum += output.at(i);
    }
    return sum / output.count();
  }

  private static double spread(Tensor output) {
    double sum = 0;
    for (int i = 0; i < output.count(); i++) {
      sum += (double) output.at(i) * output.at(i);
    }
    return Math.sqrt(sum / output.count());
  }
}
