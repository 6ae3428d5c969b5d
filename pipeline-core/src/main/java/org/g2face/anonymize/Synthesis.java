package org.g2face.anonymize;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxSession;
import org.g2face.password.StyleNoise;
import org.g2face.tensor.Tensor;

/** Style mapper and generator, ready to draw faces. */
final class Synthesis implements AutoCloseable {
  private final OnnxSession session;
  private final List<Integer> noiseSides;
  private final StyleNoise noise;
  private final Batch places;

  /**
   * @param noise draws the generator's noise, or null for none
   */
  Synthesis(FaceGraphs graphs, Batch places, StyleNoise noise, Execution execution)
      throws IOException {
    this.session = graphs.open(graphs.synthesis(noise != null), execution);
    this.noiseSides = graphs.model().architecture().generator().noiseSides();
    this.noise = noise;
    this.places = places;
  }

  /**
   * Draws every face anew.
   *
   * @param ids of the faces, which decide on their noise
   * @return [batch, 3, side, side], about [-1, 1]
   */
  Tensor draw(List<String> ids, Tensor faces, Tensor identity, Tensor geometry, Tensor bits) {
    Map<String, Tensor> inputs = new HashMap<>();
    inputs.put(FaceGraphs.FACE, faces);
    inputs.put(FaceGraphs.IDENTITY, identity);
    inputs.put(FaceGraphs.GEOMETRY, geometry);
    inputs.put(FaceGraphs.BITS, bits);
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

  @Override
  public void close() {
    session.close();
  }
}
