package org.g2face.checkpoint;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.g2face.checkpoint.TfjsWeights.Entry;
import org.g2face.model.weights.EightBitWeights;
import org.g2face.model.weights.NamedTensors;
import org.g2face.tensor.Tensor;

/**
 * The weights of a TensorFlow.js model in the layout of the networks here: output channels first, a
 * factor for each of them folded into its scale, so that the eight bits stay as they are.
 */
final class FoldedWeights {
  /** TensorFlow's convolutions: [height, width, in, out]. */
  private static final int[] CONVOLUTION = {3, 2, 0, 1};

  /** Its depthwise convolutions: [height, width, channel, 1]. */
  private static final int[] DEPTHWISE = {2, 3, 0, 1};

  /** Its matrices: [in, out]. */
  private static final int[] MATRIX = {1, 0};

  private final TfjsWeights source;
  private final Map<String, Tensor> stored = new LinkedHashMap<>();

  FoldedWeights(TfjsWeights source) {
    this.source = source;
  }

  /**
   * A convolution or a matrix, {@code NAME.weight}.
   *
   * @param filters the name of its source
   */
  void weight(String name, String filters) throws CheckpointException {
    Entry entry = source.get(filters);
    int[] order = entry.numbers().rank() == 2 ? MATRIX : CONVOLUTION;
    put(name, entry, order, ones(extent(entry, order[0])));
  }

  /** The same with a factor for each output. */
  void weight(String name, String filters, float[] factors) throws CheckpointException {
    put(name, source.get(filters), CONVOLUTION, factors);
  }

  void depthwise(String name, String filters) throws CheckpointException {
    Entry entry = source.get(filters);
    put(name, entry, DEPTHWISE, ones(extent(entry, DEPTHWISE[0])));
  }

  void depthwise(String name, String filters, float[] factors) throws CheckpointException {
    put(name, source.get(filters), DEPTHWISE, factors);
  }

  /**
   * Some of a convolution's outputs.
   *
   * @param first output that is kept
   * @param step from one kept output to the next
   */
  void every(String name, String filters, String biases, int first, int step)
      throws CheckpointException {
    Entry entry = source.get(filters);
    long[] shape = entry.numbers().shape();
    int out = extent(entry, 3);
    int kept = (out - first + step - 1) / step;
    int[] which =
        IntStream.range(0, entry.numbers().count())
            .filter(i -> i % out >= first && (i % out - first) % step == 0)
            .toArray();
    float[] numbers = new float[which.length];
    for (int i = 0; i < which.length; i++) {
      numbers[i] = entry.numbers().at(which[i]);
    }
    Tensor part = Tensor.of(numbers, shape[0], shape[1], shape[2], kept);
    put(name, new Entry(part, entry.coded(), entry.scale(), entry.min()), CONVOLUTION, ones(kept));
    float[] all = values(biases);
    float[] bias = new float[kept];
    for (int i = 0; i < kept; i++) {
      bias[i] = all[first + i * step];
    }
    bias(name, bias);
  }

  /** {@code NAME.bias}. */
  void bias(String name, float[] values) {
    stored.put(name + ".bias", Tensor.of(values, values.length));
  }

  /** Any numbers, as they are. */
  void put(String name, Tensor tensor) {
    stored.put(name, tensor);
  }

  float[] values(String name) throws CheckpointException {
    return source.get(name).values();
  }

  NamedTensors stored() {
    return NamedTensors.of(stored);
  }

  private void put(String name, Entry entry, int[] order, float[] factors)
      throws CheckpointException {
    if (entry.numbers().rank() != order.length || extent(entry, order[0]) != factors.length) {
      throw new CheckpointException(
          "the weight for "
              + name
              + " has the shape "
              + Arrays.toString(entry.numbers().shape())
              + ", which fits no layer of "
              + factors.length
              + " outputs");
    }
    Tensor turned = turned(entry.numbers(), order);
    float[] scale = new float[factors.length];
    float[] offset = new float[factors.length];
    for (int i = 0; i < factors.length; i++) {
      scale[i] = (float) (entry.scale() * factors[i]);
      offset[i] = (float) (entry.min() * factors[i]);
    }
    if (entry.coded()) {
      EightBitWeights.put(stored, name + ".weight", turned, scale, offset);
    } else {
      float[] values = turned.toArray();
      for (int i = 0; i < values.length; i++) {
        values[i] *= factors[i / (values.length / factors.length)];
      }
      stored.put(name + ".weight", Tensor.of(values, turned.shape()));
    }
  }

  private static int extent(Entry entry, int axis) throws CheckpointException {
    if (axis >= entry.numbers().rank()) {
      throw new CheckpointException("a weight of the shape " + entry.numbers() + " is no layer's");
    }
    return Math.toIntExact(entry.numbers().shape()[axis]);
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  /**
   * @param order for each new axis, the old one
   */
  private static Tensor turned(Tensor from, int[] order) {
    long[] old = from.shape();
    int[] steps = new int[old.length];
    int step = 1;
    for (int axis = old.length - 1; axis >= 0; axis--) {
      steps[axis] = step;
      step *= Math.toIntExact(old[axis]);
    }
    long[] shape = IntStream.of(order).mapToLong(axis -> old[axis]).toArray();
    float[] values = new float[from.count()];
    int[] place = new int[order.length];
    for (int i = 0; i < values.length; i++) {
      int at = 0;
      for (int axis = 0; axis < order.length; axis++) {
        at += place[axis] * steps[order[axis]];
      }
      values[i] = from.at(at);
      for (int axis = order.length - 1; axis >= 0 && ++place[axis] == shape[axis]; axis--) {
        place[axis] = 0;
      }
    }
    return Tensor.of(values, shape);
  }
}
