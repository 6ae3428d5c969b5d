package org.g2face.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.g2face.preflight.Preflight;
import org.g2face.tensor.Tensor;

/**
 * A graph that is ready to run, from any number of threads at once.
 *
 * <p>It keeps the weights it was opened with; close it to let go of them and of the runtime's
 * memory.
 */
public final class OnnxSession implements AutoCloseable {
  private static final OrtEnvironment ENVIRONMENT = OnnxLibrary.load();

  private final OrtSession session;
  // The runtime reads the weights where they are, so both the tensors and their wrappers stay.
  private final Map<String, OnnxTensorLike> weights;
  private final Map<String, Tensor> pinned;

  private OnnxSession(
      OrtSession session, Map<String, OnnxTensorLike> weights, Map<String, Tensor> pinned) {
    this.session = session;
    this.weights = weights;
    this.pinned = pinned;
  }

  /** What computes, with its version, such as {@code ONNX Runtime 1.29.0}. */
  public static String runtime() {
    return "ONNX Runtime " + ENVIRONMENT.getVersion();
  }

  static OnnxSession open(OnnxGraph graph, Execution execution) {
    return open(graph.bytes(), graph.externalWeights(), execution);
  }

  /**
   * Opens a network that somebody else has written down.
   *
   * @param model the bytes of an ONNX file that holds its weights
   * @throws OnnxException if they are not, or the runtime lacks an operation or the device
   */
  public static OnnxSession open(byte[] model, Execution execution) {
    return open(model, Map.of(), execution);
  }

  /**
   * Opens a network from elsewhere of which the names of its inputs and outputs are known.
   *
   * @param model the bytes of an ONNX file that holds its weights
   * @throws OnnxException if they are not, or a name is missing
   */
  public static OnnxSession open(
      byte[] model, String input, List<String> outputs, Execution execution) {
    OnnxSession session = open(model, execution);
    try {
      session.require("input", input, session.inputs());
      for (String output : outputs) {
        session.require("output", output, session.outputs());
      }
      return session;
    } catch (OnnxException e) {
      session.close();
      throw e;
    }
  }

  private void require(String what, String name, Set<String> present) {
    if (!present.contains(name)) {
      throw new OnnxException(
          "the network has no "
              + what
              + " of the name "
              + name
              + ", but "
              + String.join(", ", present));
    }
  }

  private static OnnxSession open(byte[] model, Map<String, Tensor> external, Execution execution) {
    Preflight.require(new OnnxConvolver(execution));
    return openUnexamined(model, external, execution);
  }

  /** Opens a graph that itself examines the runtime. */
  static OnnxSession openUnexamined(OnnxGraph graph, Execution execution) {
    return openUnexamined(graph.bytes(), graph.externalWeights(), execution);
  }

  private static OnnxSession openUnexamined(
      byte[] model, Map<String, Tensor> external, Execution execution) {
    Map<String, OnnxTensorLike> weights = new HashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      for (Map.Entry<String, Tensor> weight : external.entrySet()) {
        weights.put(weight.getKey(), wrap(weight.getValue()));
      }
      options.setIntraOpNumThreads(execution.threads());
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      // Threads that spin between operations steal the processor from the task beside them.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.addExternalInitializers(weights);
      if (execution.onGpu()) {
        options.addCUDA(execution.cudaDevice());
      }
      return new OnnxSession(ENVIRONMENT.createSession(model, options), weights, external);
    } catch (OrtException e) {
      weights.values().forEach(OnnxTensorLike::close);
      throw new OnnxException(
          "ONNX Runtime cannot prepare the network on "
              + (execution.onGpu() ? "GPU " + execution.cudaDevice() : "the CPU")
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /**
   * Runs the graph once.
   *
   * @param inputs a value for each input, batches of one size
   * @param wanted the outputs to compute, which may save work; all of them if none are named
   * @return the outputs by name
   * @throws OnnxException if a shape does not fit or the runtime fails, for example out of memory
   */
  public Map<String, Tensor> run(Map<String, Tensor> inputs, String... wanted) {
    Map<String, OnnxTensor> feeds = new HashMap<>();
    try {
      for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
        feeds.put(input.getKey(), wrap(input.getValue()));
      }
      Set<String> outputNames = wanted.length == 0 ? session.getOutputNames() : Set.of(wanted);
      try (OrtSession.Result result = session.run(feeds, outputNames)) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (Map.Entry<String, ai.onnxruntime.OnnxValue> output : result) {
          outputs.put(output.getKey(), copy((OnnxTensor) output.getValue()));
        }
        return outputs;
      }
    } catch (OrtException e) {
      throw new OnnxException("ONNX Runtime failed: " + e.getMessage(), e);
    } finally {
      feeds.values().forEach(OnnxTensor::close);
    }
  }

  /** Names of the inputs. */
  public Set<String> inputs() {
    return session.getInputNames();
  }

  /** Names of the outputs. */
  public Set<String> outputs() {
    return session.getOutputNames();
  }

  /** Whether an input's batch is fixed to one image. */
  public boolean takesOneAtATime(String input) {
    try {
      TensorInfo info = (TensorInfo) session.getInputInfo().get(input).getInfo();
      return info.getShape().length > 0 && info.getShape()[0] == 1;
    } catch (OrtException e) {
      throw new OnnxException("ONNX Runtime cannot describe the network: " + e.getMessage(), e);
    }
  }

  private static OnnxTensor wrap(Tensor tensor) throws OrtException {
    return OnnxTensor.createTensor(ENVIRONMENT, tensor.buffer(), tensor.shape());
  }

  private static Tensor copy(OnnxTensor tensor) {
    FloatBuffer values = tensor.getFloatBuffer();
    FloatBuffer copy = Tensor.allocate(values.remaining());
    copy.put(values).flip();
    return Tensor.wrap(copy, tensor.getInfo().getShape());
  }

  /** How many bytes of weights the session refers to outside of the runtime's own memory. */
  public long weightBytes() {
    return pinned.values().stream().mapToLong(t -> (long) t.count() * Float.BYTES).sum();
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new OnnxException("ONNX Runtime could not release the network", e);
    } finally {
      weights.values().forEach(OnnxTensorLike::close);
    }
  }
}
