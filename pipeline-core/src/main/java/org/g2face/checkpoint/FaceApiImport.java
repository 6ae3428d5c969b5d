package org.g2face.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.g2face.builtin.BuiltinNetwork;
import org.g2face.io.FileStore;
import org.g2face.model.weights.EightBitWeights;
import org.g2face.model.weights.NamedTensors;

/**
 * The import of the networks of the npm package {@code @vladmandic/face-api} into the files of
 * {@link BuiltinNetwork}. Weights that are quantised to eight bits stay so.
 *
 * @see <a href="https://www.npmjs.com/package/@vladmandic/face-api">the package</a>
 */
public final class FaceApiImport {
  /** What TensorFlow adds to a variance, as the package's code has it. */
  private static final double EPSILON = 0.0010000000474974513;

  private static final List<String> RESIDUALS =
      List.of(
          "conv32_1",
          "conv32_2",
          "conv32_3",
          "conv64_down",
          "conv64_1",
          "conv64_2",
          "conv64_3",
          "conv128_down",
          "conv128_1",
          "conv128_2",
          "conv256_down",
          "conv256_1",
          "conv256_2",
          "conv256_down_out");

  private static final int SEPARABLE = 13;
  private static final int EXTRA = 4;
  private static final int HEADS = 6;

  /** Classes that the detector scores for each box; the second is that of a face. */
  private static final int CLASSES = 3;

  private FaceApiImport() {}

  /**
   * Imports all networks.
   *
   * @param unpacked folder of the package, with {@code model/} in it
   * @param folder for the networks' files and the list of their SHA-256
   * @return SHA-256 of every file that was read, by its name
   * @throws CheckpointException if a file is missing or is not what it should be
   */
  public static Map<String, String> into(Path unpacked, FileStore folder) throws IOException {
    Path models = unpacked.resolve("model");
    if (!Files.isDirectory(models)) {
      throw new CheckpointException(
          unpacked
              + " has no folder model: give the folder that 'npm pack @vladmandic/face-api' makes"
              + " once it is unpacked");
    }
    Map<String, String> read = new LinkedHashMap<>();
    List<String> written = new ArrayList<>();
    for (BuiltinNetwork network : BuiltinNetwork.values()) {
      Path manifest = models.resolve(source(network) + "-weights_manifest.json");
      TfjsWeights weights = TfjsWeights.read(manifest);
      NamedTensors stored = stored(network, weights);
      String misfit = EightBitWeights.decode(stored).check(network.weights()).describe();
      if (!misfit.isEmpty()) {
        throw new CheckpointException(manifest + " does not fit " + network.uri() + ": " + misfit);
      }
      try (OutputStream out = folder.create(network.file())) {
        written.add(EightBitWeights.write(out, stored));
      }
      read.putAll(weights.sha256());
    }
    BuiltinNetwork.list(written, folder);
    return read;
  }

  private static String source(BuiltinNetwork network) {
    return switch (network) {
      case DETECTOR -> "ssd_mobilenetv1_model";
      case LANDMARKS -> "face_landmark_68_model";
      case RECOGNISER -> "face_recognition_model";
      case EXPRESSIONS -> "face_expression_model";
      case AGE_SEX -> "age_gender_model";
    };
  }

  private static NamedTensors stored(BuiltinNetwork network, TfjsWeights source)
      throws CheckpointException {
    FoldedWeights weights = new FoldedWeights(source);
    switch (network) {
      case DETECTOR -> detector(weights, source);
      case LANDMARKS -> dense(weights, "points");
      case RECOGNISER -> recogniser(weights);
      case EXPRESSIONS -> dense(weights, "expressions");
      case AGE_SEX -> ageSex(weights);
    }
    return weights.stored();
  }

  private static void recogniser(FoldedWeights weights) throws CheckpointException {
    scaled(weights, "stem", "conv32_down");
    for (int i = 0; i < RESIDUALS.size(); i++) {
      for (String conv : List.of("conv1", "conv2")) {
        scaled(weights, "blocks." + i + "." + conv, RESIDUALS.get(i) + "/" + conv);
      }
    }
    weights.weight("embedding", "fc");
  }

  /** (conv + bias) * weights + biases. */
  private static void scaled(FoldedWeights weights, String name, String source)
      throws CheckpointException {
    float[] factors = weights.values(source + "/scale/weights");
    float[] bias = weights.values(source + "/conv/bias");
    float[] shift = weights.values(source + "/scale/biases");
    for (int i = 0; i < bias.length; i++) {
      bias[i] = bias[i] * factors[i] + shift[i];
    }
    weights.weight(name, source + "/conv/filters", factors);
    weights.bias(name, bias);
  }

  private static void detector(FoldedWeights weights, TfjsWeights source)
      throws CheckpointException {
    pointwise(weights, "backbone.0", "MobilenetV1", 0);
    for (int i = 1; i <= SEPARABLE; i++) {
      String depthwise = "MobilenetV1/Conv2d_" + i + "_depthwise/";
      String name = "backbone." + i + ".depthwise";
      float[] factors = factors(weights, depthwise + "BatchNorm/");
      float[] mean = weights.values(depthwise + "BatchNorm/moving_mean");
      float[] bias = weights.values(depthwise + "BatchNorm/beta");
      for (int channel = 0; channel < bias.length; channel++) {
        bias[channel] -= mean[channel] * factors[channel];
      }
      weights.depthwise(name, depthwise + "depthwise_weights", factors);
      weights.bias(name, bias);
      pointwise(weights, "backbone." + i + ".pointwise", "MobilenetV1", i);
    }
    for (int i = 0; i < EXTRA; i++) {
      pointwise(weights, "extra." + i + ".narrow", "Prediction", 2 * i);
      pointwise(weights, "extra." + i + ".wide", "Prediction", 2 * i + 1);
    }
    for (int i = 0; i < HEADS; i++) {
      String head = "Prediction/BoxPredictor_" + i + "/";
      String boxes = head + "BoxEncodingPredictor/";
      String classes = head + "ClassPredictor/";
      weights.every("heads." + i + ".boxes", boxes + "weights", boxes + "biases", 0, 1);
      weights.every("heads." + i + ".scores", classes + "weights", classes + "biases", 1, CLASSES);
    }
    var anchors = source.get("Output/extra_dim").numbers();
    weights.put("anchors", anchors.reshape(anchors.count() / 4, 4));
  }

  private static float[] factors(FoldedWeights weights, String norm) throws CheckpointException {
    float[] factors = weights.values(norm + "gamma");
    float[] variance = weights.values(norm + "moving_variance");
    for (int i = 0; i < factors.length; i++) {
      factors[i] = (float) (factors[i] / Math.sqrt(variance[i] + EPSILON));
    }
    return factors;
  }

  private static void pointwise(FoldedWeights weights, String name, String scope, int number)
      throws CheckpointException {
    String source = scope + "/Conv2d_" + number + "_pointwise/";
    weights.weight(name, source + "weights");
    weights.bias(name, weights.values(source + "convolution_bn_offset"));
  }

  private static void dense(FoldedWeights weights, String head) throws CheckpointException {
    for (int block = 0; block < 4; block++) {
      for (int conv = 0; conv < 4; conv++) {
        String source = "dense" + block + "/conv" + conv;
        String name = "dense" + block + ".conv" + conv;
        if (block == 0 && conv == 0) {
          plain(weights, name, source);
        } else {
          separable(weights, name, source);
        }
      }
    }
    weights.weight(head, "fc/weights");
    weights.bias(head, weights.values("fc/bias"));
  }

  private static void ageSex(FoldedWeights weights) throws CheckpointException {
    plain(weights, "entry", "entry_flow/conv_in");
    List<String> reductions =
        List.of(
            "entry_flow/reduction_block_0",
            "entry_flow/reduction_block_1",
            "exit_flow/reduction_block");
    for (int i = 0; i < reductions.size(); i++) {
      separable(weights, "reduction." + i + ".conv0", reductions.get(i) + "/separable_conv0");
      separable(weights, "reduction." + i + ".conv1", reductions.get(i) + "/separable_conv1");
      plain(weights, "reduction." + i + ".shortcut", reductions.get(i) + "/expansion_conv");
    }
    for (int i = 0; i < 2; i++) {
      for (int conv = 0; conv < 3; conv++) {
        String source = "middle_flow/main_block_" + i + "/separable_conv" + conv;
        separable(weights, "middle." + i + ".conv" + conv, source);
      }
    }
    separable(weights, "exit", "exit_flow/separable_conv");
    weights.weight("age", "fc/age/weights");
    weights.bias("age", weights.values("fc/age/bias"));
    weights.weight("sex", "fc/gender/weights");
    weights.bias("sex", weights.values("fc/gender/bias"));
  }

  private static void plain(FoldedWeights weights, String name, String source)
      throws CheckpointException {
    weights.weight(name, source + "/filters");
    weights.bias(name, weights.values(source + "/bias"));
  }

  private static void separable(FoldedWeights weights, String name, String source)
      throws CheckpointException {
    weights.depthwise(name + ".depthwise", source + "/depthwise_filter");
    weights.weight(name + ".pointwise", source + "/pointwise_filter");
    weights.bias(name + ".pointwise", weights.values(source + "/bias"));
  }
}
