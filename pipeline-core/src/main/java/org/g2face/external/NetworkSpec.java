package org.g2face.external;

import java.io.Serializable;
import java.util.List;
import org.g2face.model.Normalisation;
import org.g2face.network.Alignment;

/**
 * The specification of an external network that looks at a part of a face crop: all that must be
 * known about its ONNX file besides the content. Teachers, recognisers of photographs and networks
 * that evaluate have the same one.
 *
 * @param input name of its only input, [batch, channels, height, width] of the box; the batch may
 *     be fixed to 1
 * @param output name of the output with the numbers, [batch, any length]
 * @param box the part of the crop that it sees, and the size that this is resampled to
 * @param normalisation of the channels R, G, B, whatever becomes of them then
 * @param colours what the channels are
 * @param offset radians added to angles about x, y and z, by networks that measure poses; 0 for
 *     others
 */
public record NetworkSpec(
    String input,
    String output,
    Alignment.Box box,
    Normalisation normalisation,
    Colours colours,
    List<Double> offset)
    implements Serializable {
  private static final List<Double> NO_OFFSET = List.of(0.0, 0.0, 0.0);

  /** What a network wants the channels of a picture to be. */
  public enum Colours {
    RGB,
    BGR,
    /** One channel: 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601). */
    GREY
  }

  /**
   * @throws IllegalArgumentException if a name is empty, or an angle is missing
   */
  public NetworkSpec {
    if (input.isEmpty() || output.isEmpty()) {
      throw new IllegalArgumentException("input and output must not be empty");
    }
    offset = List.copyOf(offset);
    if (offset.size() != NO_OFFSET.size()) {
      throw new IllegalArgumentException("offset has an angle about x, y and z, not " + offset);
    }
  }

  /** A network of whose numbers none is an angle, or that needs no offset. */
  public NetworkSpec(
      String input,
      String output,
      Alignment.Box box,
      Normalisation normalisation,
      Colours colours) {
    this(input, output, box, normalisation, colours, NO_OFFSET);
  }
}
