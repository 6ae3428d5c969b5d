package org.g2face.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx;
import org.g2face.model.weights.NamedTensors;
import org.g2face.network.MobileFaceNet;
import org.g2face.tensor.Tensor;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;

/**
 * An ONNX file of MobileFaceNet whose batch norms are folded into its convolutions: their weights
 * in the order of the graph, under the names of {@link MobileFaceNet}.
 */
final class MobileFaceNetFile {
  private static final long LARGEST = 64L << 20;

  private MobileFaceNetFile() {}

  /**
   * Reads the weights.
   *
   * @throws CheckpointException if the file is no ONNX graph with the convolutions of MobileFaceNet
   */
  static NamedTensors read(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new CheckpointException(file + " is larger than any MobileFaceNet");
    }
    Onnx.GraphProto graph;
    try {
      graph = Onnx.ModelProto.parseFrom(Files.readAllBytes(file)).getGraph();
    } catch (InvalidProtocolBufferException e) {
      throw new CheckpointException(file + " is not an ONNX file: " + e.getMessage(), e);
    }
    Map<String, Onnx.TensorProto> values = new HashMap<>();
    graph.getInitializerList().forEach(tensor -> values.put(tensor.getName(), tensor));
    List<Onnx.NodeProto> convolutions =
        graph.getNodeList().stream().filter(node -> node.getOpType().equals("Conv")).toList();
    List<String> names = MobileFaceNet.convolutions();
    if (convolutions.size() != names.size()) {
      throw new CheckpointException(
          file
              + " has "
              + convolutions.size()
              + " convolutions, but MobileFaceNet has "
              + names.size()
              + "; export it with its batch norms folded (ONNX's default in evaluation mode)");
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      Onnx.NodeProto node = convolutions.get(i);
      if (node.getInputCount() != 3) {
        throw new CheckpointException(
            file + ": the convolution " + node.getName() + " has no bias");
      }
      tensors.put(names.get(i) + ".weight", tensor(file, values.get(node.getInput(1))));
      tensors.put(names.get(i) + ".bias", tensor(file, values.get(node.getInput(2))));
    }
    return NamedTensors.of(tensors);
  }

  private static Tensor tensor(Path file, Onnx.TensorProto proto) throws CheckpointException {
    if (proto == null || proto.getDataType() != Onnx.TensorProto.DataType.FLOAT.getNumber()) {
      throw new CheckpointException(file + ": a convolution's weights are not stored as float32");
    }
    long[] shape = proto.getDimsList().stream().mapToLong(Long::longValue).toArray();
    int count = Math.toIntExact(Tensor.count(shape));
    float[] values = new float[count];
    if (proto.getRawData().size() == 4L * count) {
      ByteBuffer.wrap(proto.getRawData().toByteArray())
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(values);
    } else if (proto.getFloatDataCount() == count) {
      for (int i = 0; i < count; i++) {
        values[i] = proto.getFloatData(i);
      }
    } else {
      throw new CheckpointException(
          file + ": the weights " + proto.getName() + " are not as many as their shape says");
    }
    return Tensor.of(values, shape);
  }
}
