package org.g2face.external;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.g2face.network.Alignment;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxException;
import org.g2face.onnx.OnnxModel;
import org.g2face.onnx.OnnxSession;
import org.g2face.onnx.OnnxValue;
import org.g2face.ops.Ops;
import org.g2face.tensor.Tensor;

/**
 * A network from elsewhere, as an ONNX file, that makes a row of numbers of a part of a face crop.
 * May be used by several threads at once.
 */
public final class CropNetwork implements AutoCloseable {
  private static final String IMAGE = "image";
  private static final String ALIGNED = "aligned";

  private final NetworkSpec spec;
  private final OnnxSession preparation;
  private final OnnxSession network;
  private final int length;

  private CropNetwork(NetworkSpec spec, OnnxSession preparation, OnnxSession network, int length) {
    this.spec = spec;
    this.preparation = preparation;
    this.network = network;
    this.length = length;
  }

  /**
   * Opens a network and shows it one grey image, to see that the specification holds.
   *
   * @param model the bytes of the ONNX file
   * @param size side of the face crops
   * @throws OnnxException if the runtime cannot read the file, or the specification is not the
   *     file's
   */
  public static CropNetwork open(byte[] model, NetworkSpec spec, int size, Execution execution) {
    OnnxSession network = OnnxSession.open(model, spec.input(), List.of(spec.output()), execution);
    OnnxSession preparation = null;
    try {
      preparation = preparation(spec, size, execution);
      Tensor grey = preparation.run(Map.of(IMAGE, Tensor.filled(0, 1, 3, size, size))).get(ALIGNED);
      long[] shape =
          network.run(Map.of(spec.input(), grey), spec.output()).get(spec.output()).shape();
      if (shape.length != 2 || shape[0] != 1) {
        throw new OnnxException(
            "the network's output "
                + spec.output()
                + " has "
                + shape.length
                + " dimensions; two are wanted, [batch, length]");
      }
      return new CropNetwork(spec, preparation, network, Math.toIntExact(shape[1]));
    } catch (RuntimeException e) {
      network.close();
      if (preparation != null) {
        preparation.close();
      }
      throw e;
    }
  }

  private static OnnxSession preparation(NetworkSpec spec, int size, Execution execution) {
    OnnxModel model = new OnnxModel();
    Ops<OnnxValue> ops = model.ops();
    OnnxValue aligned = spec.box().forward(ops, model.input(IMAGE, -1, 3, size, size));
    OnnxValue scaled = spec.normalisation().forward(ops, aligned);
    model.output(
        ALIGNED,
        switch (spec.colours()) {
          case RGB -> scaled;
          case BGR -> swapped(ops, scaled);
          case GREY -> grey(ops, scaled);
        });
    return model.open(execution);
  }

  private static OnnxValue swapped(Ops<OnnxValue> ops, OnnxValue x) {
    return ops.concat(
        1, List.of(ops.slice(x, 1, 2, 3), ops.slice(x, 1, 1, 2), ops.slice(x, 1, 0, 1)));
  }

  private static OnnxValue grey(Ops<OnnxValue> ops, OnnxValue x) {
    Tensor shares = Tensor.of(new float[] {0.299f, 0.587f, 0.114f}, 1, 3, 1, 1);
    return ops.sum(ops.mul(x, ops.constant(shares)), true, 1);
  }

  /** How many numbers it makes of a face. */
  public int length() {
    return length;
  }

  /** From the face crop to what the network sees. */
  public Alignment.Box box() {
    return spec.box();
  }

  /**
   * Runs the network.
   *
   * @param images [batch, 3, size, size], RGB in [-1, 1]
   * @return [batch, length]
   */
  public Tensor read(Tensor images) {
    Tensor aligned = preparation.run(Map.of(IMAGE, images)).get(ALIGNED);
    long[] shape = aligned.shape();
    if (shape[0] == 1 || !network.takesOneAtATime(spec.input())) {
      return run(aligned);
    }
    int count = Math.toIntExact(shape[0]);
    int each = aligned.count() / count;
    FloatBuffer rows = Tensor.allocate(count * length);
    for (int i = 0; i < count; i++) {
      FloatBuffer one = aligned.buffer().position(i * each).limit((i + 1) * each).slice();
      rows.put(run(Tensor.wrap(one, 1, shape[1], shape[2], shape[3])).buffer());
    }
    return Tensor.wrap(rows.flip(), count, length);
  }

  private Tensor run(Tensor aligned) {
    return network.run(Map.of(spec.input(), aligned), spec.output()).get(spec.output());
  }

  @Override
  public void close() {
    preparation.close();
    network.close();
  }
}
