package org.g2face.model.weights;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.g2face.tensor.Tensor;

/**
 * Weights quantised to eight bits, as tensors of a safetensors file: {@code NAME} holds codes from
 * 0 to 255, {@code NAME.scale} and {@code NAME.offset} a number for each extent of its first axis;
 * a weight is code * scale + offset. Tensors without such companions are float32 as they are.
 */
public final class EightBitWeights {
  private static final String SCALE = ".scale";
  private static final String OFFSET = ".offset";

  private EightBitWeights() {}

  /**
   * Adds a quantised weight to those of a file.
   *
   * @param codes [out, ...], whole numbers from 0 to 255
   * @param scale [out]
   * @param offset [out]
   */
  public static void put(
      Map<String, Tensor> stored, String name, Tensor codes, float[] scale, float[] offset) {
    stored.put(name, codes);
    stored.put(name + SCALE, Tensor.of(scale, scale.length));
    stored.put(name + OFFSET, Tensor.of(offset, offset.length));
  }

  /**
   * Writes them to a stream, which stays open.
   *
   * @return the SHA-256 of what was written
   * @throws IllegalArgumentException if a code is none
   */
  public static String write(OutputStream out, NamedTensors stored) throws IOException {
    Map<String, Tensor> all = stored.asMap();
    return Safetensors.write(
        out, stored, name -> all.containsKey(name + SCALE) ? Dtype.U8 : Dtype.F32);
  }

  /**
   * The weights that a file's tensors mean.
   *
   * @throws IllegalArgumentException if a scale or an offset is missing, or one has another length
   *     than the first axis of its codes
   */
  public static NamedTensors decode(NamedTensors stored) {
    Map<String, Tensor> all = stored.asMap();
    Map<String, Tensor> decoded = new LinkedHashMap<>();
    all.forEach(
        (name, tensor) -> {
          if (all.containsKey(name + SCALE)) {
            Tensor scale = stored.get(name + SCALE);
            decoded.put(name, decoded(name, tensor, scale, stored.get(name + OFFSET)));
          } else if (!isCompanion(all, name)) {
            decoded.put(name, tensor);
          }
        });
    return NamedTensors.of(decoded);
  }

  private static boolean isCompanion(Map<String, Tensor> all, String name) {
    return (name.endsWith(SCALE) || name.endsWith(OFFSET))
        && all.containsKey(name.substring(0, name.lastIndexOf('.')));
  }

  private static Tensor decoded(String name, Tensor codes, Tensor scale, Tensor offset) {
    int channels = codes.rank() == 0 ? 0 : Math.toIntExact(codes.shape()[0]);
    if (scale.count() != channels || offset.count() != channels || channels == 0) {
      throw new IllegalArgumentException(
          "the weight "
              + name
              + " has "
              + channels
              + " channels, but "
              + scale.count()
              + " scales and "
              + offset.count()
              + " offsets");
    }
    FloatBuffer values = Tensor.allocate(codes.count());
    int each = codes.count() / channels;
    for (int i = 0; i < codes.count(); i++) {
      int channel = i / each;
      values.put((float) ((double) codes.at(i) * scale.at(channel) + offset.at(channel)));
    }
    return Tensor.wrap(values.flip(), codes.shape());
  }
}
