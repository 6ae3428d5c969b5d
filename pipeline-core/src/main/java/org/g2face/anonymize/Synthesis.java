package org.g2face.anonymize;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.g2face.network.FaceCode;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxSession;
import org.g2face.payload.StyleNoise;
import org.g2face.tensor.Tensor;

/** Style mapper and generator, ready to draw faces. */
final class Synthesis implements AutoCloseable {
  private final OnnxSession session;
  private final List<Integer> noiseSides;
  private final StyleNoise noise;
  private final Batch places;
  private final boolean takesCode;
  private final int codeBits;

  /**
   * @param purpose of the pictures
   * @param noise draws the generator's noise, or null for none
   */
  Synthesis(
      FaceGraphs graphs,
      FaceGraphs.Purpose purpose,
      Batch places,
      StyleNoise noise,
      Execution execution)
      throws IOException {
    this.session = graphs.open(graphs.synthesis(purpose, noise != null), execution);
    this.takesCode = graphs.takesCode(purpose);
    this.codeBits = graphs.model().architecture().code().map(FaceCode::bits).orElse(0);
    this.noiseSides = graphs.model().architecture().generator().noiseSides();
    this.noise = noise;
    this.places = places;
  }

  /**
   * Draws every face anew.
   *
   * @param ids of the faces, which decide on their noise
   * @param bits of each face, 0 or 1: to hide, or as they were read
   * @param codes of each face, 0 or 1, or empty for none; of a generator that takes them
   * @return [batch, 3, side, side], about [-1, 1]
   */
  Tensor draw(
      List<String> ids,
      Tensor faces,
      Tensor identity,
      Tensor geometry,
      List<float[]> bits,
      List<float[]> codes) {
    Map<String, Tensor> inputs = new HashMap<>();
    inputs.put(FaceGraphs.FACE, faces);
    inputs.put(FaceGraphs.IDENTITY, identity);
    inputs.put(FaceGraphs.GEOMETRY, geometry);
    if (!takesCode) {
      inputs.put(FaceGraphs.BITS, places.rows(bits, bits.get(0).length));
    } else if (codeBits > 0) {
      inputs.put(FaceGraphs.CODE, places.rows(codes.stream().map(this::signs).toList(), codeBits));
    }
    if (noise != null) {
      for (int layer = 0; layer < noiseSides.size(); layer++) {
        int side = noiseSides.get(layer);
        List<float[]> maps = new ArrayList<>();
        for (String id : ids) {
          maps.add(noise.of(id, layer, side));
        }
        inputs.put(FaceGraphs.NOISE + layer, places.rows(maps, 1, side, side));
      }
    }
    return session.run(inputs).get(FaceGraphs.IMAGE);
  }

  /** -1 for 0, and zeros for a face without a code. */
  private float[] signs(float[] code) {
    float[] signs = new float[codeBits];
    for (int i = 0; i < code.length; i++) {
      signs[i] = 2 * code[i] - 1;
    }
    return signs;
  }

  @Override
  public void close() {
    session.close();
  }
}
