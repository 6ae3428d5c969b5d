package org.g2face.onnx;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.g2face.model.Normalisation;
import org.g2face.network.Alignment;
import org.g2face.ops.Ops;
import org.g2face.tensor.Tensor;

/**
 * An identity network from elsewhere, as an ONNX file: a teacher, or a judge that training never
 * met. May be used by several threads at once.
 */
public final class Recogniser implements AutoCloseable {
  private static final String IMAGE = "image";
  private static final String ALIGNED = "aligned";

  private final Contract contract;
  private final OnnxSession preparation;
  private final OnnxSession network;
  private final int embedding;

  /** In which order a network wants the channels of a picture. */
  public enum Colours {
    RGB,
    BGR
  }

  /**
   * What must be known about the file besides its content.
   *
   * @param input name of its only input, [batch, 3, height, width] of the alignment
   * @param output name of the output with the embeddings, [batch, any length]
   * @param alignment from the face crop to the network's input
   * @param normalisation of the channels R, G, B, whatever their order
   */
  public record Contract(
      String input,
      String output,
      Alignment alignment,
      Normalisation normalisation,
      Colours colours) {}

  private Recogniser(
      Contract contract, OnnxSession preparation, OnnxSession network, int embedding) {
    this.contract = contract;
    this.preparation = preparation;
    this.network = network;
    this.embedding = embedding;
  }

  /**
   * Opens a recogniser and embeds one grey image, to see that the contract holds.
   *
   * @param model the bytes of the ONNX file
   * @param size side of the face crops
   * @throws OnnxException if the runtime cannot read the file, or the contract is not the file's
   */
  public static Recogniser open(
      byte[] model, Contract contract, int size, Execution execution) {
    OnnxSession network = OnnxSession.open(model, execution);
    OnnxSession preparation = null;
    try {
      require("input", contract.input(), network.inputs());
      require("output", contract.output(), network.outputs());
      preparation = preparation(contract, size, execution);
      Tensor grey = preparation.run(Map.of(IMAGE, Tensor.filled(0, 1, 3, size, size))).get(ALIGNED);
      long[] shape =
          network.run(Map.of(contract.input(), grey), contract.output())
              .get(contract.output())
              .shape();
      if (shape.length != 2 || shape[0] != 1) {
        throw new OnnxException(
            "the recogniser's output " + contract.output() + " has " + shape.length
                + " dimensions; an embedding has two, [batch, length]");
      }
      return new Recogniser(contract, preparation, network, Math.toIntExact(shape[1]));
    } catch (RuntimeException e) {
      network.close();
      if (preparation != null) {
        preparation.close();
      }
      throw e;
    }
  }

  private static void require(String what, String name, Set<String> present) {
    if (!present.contains(name)) {
      throw new OnnxException(
          "the recogniser has no " + what + " of the name " + name + ", but "
              + String.join(", ", present));
    }
  }

  private static OnnxSession preparation(Contract contract, int size, Execution execution) {
    OnnxModel model = new OnnxModel();
    Ops<OnnxValue> ops = model.ops();
    OnnxValue aligned =
        contract.alignment().forward(ops, model.input(IMAGE, -1, 3, size, size));
    OnnxValue scaled = contract.normalisation().forward(ops, aligned);
    model.output(ALIGNED, contract.colours() == Colours.BGR ? swapped(ops, scaled) : scaled);
    return model.open(execution);
  }

  private static OnnxValue swapped(Ops<OnnxValue> ops, OnnxValue x) {
    return ops.concat(
        1, List.of(ops.slice(x, 1, 2, 3), ops.slice(x, 1, 1, 2), ops.slice(x, 1, 0, 1)));
  }

  /** The length of an embedding. */
  public int embedding() {
    return embedding;
  }

  /**
   * Embeds faces.
   *
   * @param images [batch, 3, size, size], RGB in [-1, 1]
   * @return [batch, embedding], as the network gives them; compared by the cosine of the angle
   */
  public Tensor embed(Tensor images) {
    Tensor aligned = preparation.run(Map.of(IMAGE, images)).get(ALIGNED);
    return network.run(Map.of(contract.input(), aligned), contract.output())
        .get(contract.output());
  }

  @Override
  public void close() {
    preparation.close();
    network.close();
  }
}
