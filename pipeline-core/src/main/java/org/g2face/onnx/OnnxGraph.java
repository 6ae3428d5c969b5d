package org.g2face.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.g2face.tensor.Tensor;

/**
 * An ONNX graph that grows node by node.
 *
 * <p>The file format itself: <a href="https://github.com/onnx/onnx/blob/main/docs/IR.md">IR.md</a>.
 */
final class OnnxGraph {
  /** The newest operator set whose reductions still take their axes as attributes. */
  private static final int OPERATOR_SET = 17;

  private static final int IR_VERSION = 8;

  /** Above this size a weight is kept out of the graph and given to the runtime beside it. */
  private static final int INLINE_VALUES = 256;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("g2face");
  private final Map<String, Tensor> external = new LinkedHashMap<>();
  private final Map<Float, OnnxValue> scalars = new HashMap<>();
  private int names;

  OnnxValue input(String name, long... shape) {
    graph.addInput(describe(name, shape));
    return new OnnxValue(name, shape);
  }

  void output(String name, OnnxValue value) {
    // A node of its own, so that an output can carry any name and an input can be one, too.
    graph.addNode(
        NodeProto.newBuilder().setOpType("Identity").addInput(value.name()).addOutput(name));
    graph.addOutput(describe(name, value.shape()));
  }

  /** A weight or constant under a name of its own. */
  OnnxValue initializer(String name, Tensor value) {
    TensorProto.Builder proto =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT.getNumber());
    for (long extent : value.shape()) {
      proto.addDims(extent);
    }
    if (value.count() <= INLINE_VALUES) {
      for (float number : value.toArray()) {
        proto.addFloatData(number);
      }
    } else {
      proto.setDataLocation(TensorProto.DataLocation.EXTERNAL);
      // The format demands a location; the runtime is given the values themselves.
      proto.addExternalData(
          StringStringEntryProto.newBuilder().setKey("location").setValue("memory"));
      external.put(name, value);
    }
    graph.addInitializer(proto);
    return new OnnxValue(name, value.shape());
  }

  OnnxValue constant(Tensor value) {
    return initializer(fresh("constant"), value);
  }

  /** A number without dimensions, kept once however often it is used. */
  OnnxValue scalar(double value) {
    return scalars.computeIfAbsent((float) value, v -> constant(Tensor.scalar(v)));
  }

  /** Whole numbers, for the operators that take shapes, axes or positions as an input. */
  OnnxValue integers(long... values) {
    String name = fresh("integers");
    TensorProto.Builder proto =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addDims(values.length);
    for (long value : values) {
      proto.addInt64Data(value);
    }
    graph.addInitializer(proto);
    return new OnnxValue(name, new long[] {values.length});
  }

  OnnxValue node(String operator, long[] shape, List<OnnxValue> inputs, Attribute... attributes) {
    String name = fresh(operator);
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).addOutput(name);
    for (OnnxValue input : inputs) {
      node.addInput(input == null ? "" : input.name());
    }
    for (Attribute attribute : attributes) {
      node.addAttribute(attribute.proto());
    }
    graph.addNode(node);
    return new OnnxValue(name, shape);
  }

  /** The finished model, less the values of its large weights. */
  byte[] bytes() {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("g2face")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  /** The large weights, by the names that the model refers to them. */
  Map<String, Tensor> externalWeights() {
    return Map.copyOf(external);
  }

  private String fresh(String kind) {
    return kind + "_" + names++;
  }

  private static ValueInfoProto describe(String name, long[] shape) {
    TensorShapeProto.Builder extents = TensorShapeProto.newBuilder();
    for (long extent : shape) {
      TensorShapeProto.Dimension.Builder dimension = TensorShapeProto.Dimension.newBuilder();
      if (extent < 0) {
        dimension.setDimParam("batch");
      } else {
        dimension.setDimValue(extent);
      }
      extents.addDim(dimension);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                        .setShape(extents)))
        .build();
  }

  /** An attribute of a node. */
  record Attribute(AttributeProto proto) {

    static Attribute of(String name, long value) {
      return new Attribute(
          AttributeProto.newBuilder()
              .setName(name)
              .setType(AttributeProto.AttributeType.INT)
              .setI(value)
              .build());
    }

    static Attribute of(String name, double value) {
      return new Attribute(
          AttributeProto.newBuilder()
              .setName(name)
              .setType(AttributeProto.AttributeType.FLOAT)
              .setF((float) value)
              .build());
    }

    static Attribute ofAll(String name, long... values) {
      List<Long> boxed = new ArrayList<>();
      Arrays.stream(values).forEach(boxed::add);
      return new Attribute(
          AttributeProto.newBuilder()
              .setName(name)
              .setType(AttributeProto.AttributeType.INTS)
              .addAllInts(boxed)
              .build());
    }
  }
}
