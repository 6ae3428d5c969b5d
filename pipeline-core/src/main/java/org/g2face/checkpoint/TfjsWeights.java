package org.g2face.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.g2face.io.Sha256;
import org.g2face.tensor.Tensor;

/**
 * The weights of a TensorFlow.js model: a manifest in JSON and the binary files that it names,
 * float32 or quantised to eight bits.
 *
 * @param entries by their names, in the manifest's order
 * @param sha256 of each file that was read, by its name
 * @see <a href="https://github.com/tensorflow/tfjs/tree/master/tfjs-core/src/io">the format</a>
 */
record TfjsWeights(Map<String, Entry> entries, Map<String, String> sha256) {
  private static final long LARGEST = 64L << 20;

  /**
   * One weight: values are number * scale + min.
   *
   * @param numbers codes from 0 to 255, or the values themselves
   * @param coded whether they are codes; else scale is 1 and min is 0
   */
  record Entry(Tensor numbers, boolean coded, double scale, double min) {
    float value(int position) {
      return (float) (numbers.at(position) * scale + min);
    }

    float[] values() {
      float[] values = new float[numbers.count()];
      for (int i = 0; i < values.length; i++) {
        values[i] = value(i);
      }
      return values;
    }
  }

  /**
   * Reads a model.
   *
   * @param manifest file {@code NAME-weights_manifest.json}; the files that it names lie beside it
   * @throws CheckpointException if it is no such manifest, or a file is shorter or longer than its
   *     weights
   */
  static TfjsWeights read(Path manifest) throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    Map<String, String> sha256 = new LinkedHashMap<>();
    byte[] json = bytes(manifest, manifest);
    sha256.put(manifest.getFileName().toString(), Sha256.of(json));
    for (JsonNode group : new ObjectMapper().readTree(json)) {
      byte[] data = new byte[0];
      for (JsonNode path : group.path("paths")) {
        byte[] shard = bytes(manifest, manifest.resolveSibling(plain(manifest, path.asText())));
        sha256.put(path.asText(), Sha256.of(shard));
        data = joined(data, shard);
      }
      ByteBuffer left = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
      for (JsonNode weight : group.path("weights")) {
        entries.put(weight.path("name").asText(), entry(manifest, weight, left));
      }
      if (left.hasRemaining()) {
        throw new CheckpointException(
            manifest + ": " + left.remaining() + " bytes follow the last weight");
      }
    }
    return new TfjsWeights(entries, sha256);
  }

  private static String plain(Path manifest, String name) throws CheckpointException {
    if (!name.matches("[A-Za-z0-9._-]+") || name.startsWith(".")) {
      throw new CheckpointException(manifest + " names a file elsewhere: " + name);
    }
    return name;
  }

  private static byte[] bytes(Path manifest, Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new CheckpointException(
          "there is no file " + file + (file.equals(manifest) ? "" : ", which the manifest names"));
    }
    if (Files.size(file) > LARGEST) {
      throw new CheckpointException(file + " is larger than any such network");
    }
    return Files.readAllBytes(file);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    return ByteBuffer.allocate(Math.addExact(first.length, second.length))
        .put(first)
        .put(second)
        .array();
  }

  private static Entry entry(Path manifest, JsonNode weight, ByteBuffer left)
      throws CheckpointException {
    String name = weight.path("name").asText();
    JsonNode extents = weight.path("shape");
    long[] shape = new long[extents.size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = extents.get(i).asLong(-1);
    }
    JsonNode quantisation = weight.path("quantization");
    boolean coded = !quantisation.isMissingNode();
    String dtype = coded ? quantisation.path("dtype").asText() : weight.path("dtype").asText();
    if (!dtype.equals(coded ? "uint8" : "float32")) {
      throw new CheckpointException(
          manifest + ": the weight " + name + " is of the type " + dtype + ", which is not read");
    }
    int count;
    try {
      count = Math.toIntExact(Tensor.count(shape));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new CheckpointException(manifest + ": the weight " + name + " has no shape", e);
    }
    if (left.remaining() < (long) count * (coded ? 1 : Float.BYTES)) {
      throw new CheckpointException(manifest + ": the files end before the weight " + name);
    }
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = coded ? Byte.toUnsignedInt(left.get()) : left.getFloat();
    }
    return new Entry(
        Tensor.of(numbers, shape),
        coded,
        coded ? quantisation.path("scale").asDouble() : 1,
        coded ? quantisation.path("min").asDouble() : 0);
  }

  /**
   * A weight that must be there.
   *
   * @throws CheckpointException if it is not
   */
  Entry get(String name) throws CheckpointException {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new CheckpointException("the model has no weight " + name);
    }
    return entry;
  }
}
