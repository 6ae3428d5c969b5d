package org.g2face.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.g2face.image.RgbImage;
import org.g2face.onnx.OnnxSession;
import org.g2face.tensor.Tensor;

/**
 * MTCNN's first network, which slides over the picture.
 *
 * <p>A large picture goes through it in tiles that overlap by what the network sees of it, so that
 * the findings are those of the whole, and memory does not grow with the picture.
 *
 * @param network takes at least {@value #FIELD} x {@value #FIELD} pixels
 * @param tile findings across a tile and down it
 */
record MtcnnProposalNet(OnnxSession network, int tile) implements AutoCloseable {
  /** What one finding looks at, in pixels of the scaled picture. */
  static final int FIELD = 12;

  private static final int STRIDE = 2;
  private static final double LEAST = 0.6;
  private static final double SAME_AT_SCALE = 0.5;

  /** What looks like a face of about {@code FIELD / scale} pixels. */
  List<MtcnnCandidate> at(RgbImage image, double scale) {
    AreaResize.Grid grid =
        new AreaResize.Grid((int) (image.width() * scale + 1), (int) (image.height() * scale + 1));
    List<MtcnnCandidate> found = new ArrayList<>();
    int step = STRIDE * tile;
    for (int top = 0; grid.height() - top >= FIELD; top += step) {
      for (int left = 0; grid.width() - left >= FIELD; left += step) {
        MtcnnCandidate.Part part =
            new MtcnnCandidate.Part(
                left,
                top,
                Math.min(grid.width(), left + step - STRIDE + FIELD),
                Math.min(grid.height(), top + step - STRIDE + FIELD));
        found.addAll(inTile(image, grid, part, scale));
      }
    }
    return MtcnnCandidate.suppress(found, Box::overlap, SAME_AT_SCALE);
  }

  private List<MtcnnCandidate> inTile(
      RgbImage image, AreaResize.Grid grid, MtcnnCandidate.Part part, double scale) {
    int width = part.right() - part.left();
    int height = part.bottom() - part.top();
    float[] values = new float[RgbImage.CHANNELS * width * height];
    MtcnnCandidate.Part whole = new MtcnnCandidate.Part(0, 0, image.width(), image.height());
    AreaResize.write(image, whole, grid, part, values, 0);
    Map<String, Tensor> result =
        network.run(Map.of("input", Tensor.of(values, 1, RgbImage.CHANNELS, height, width)));
    Tensor probabilities = result.get("prob");
    Tensor moves = result.get("box");
    int rows = (int) probabilities.shape()[2];
    int columns = (int) probabilities.shape()[3];
    int cells = rows * columns;
    List<MtcnnCandidate> found = new ArrayList<>();
    for (int cell = 0; cell < cells; cell++) {
      double probability = probabilities.at(cells + cell);
      FiniteChecks.refuse("MTCNN", probability);
      if (probability >= LEAST) {
        int x = part.left() + STRIDE * (cell % columns);
        int y = part.top() + STRIDE * (cell / columns);
        Box box =
            new Box(
                Math.floor((x + 1) / scale),
                Math.floor((y + 1) / scale),
                Math.floor((x + FIELD) / scale),
                Math.floor((y + FIELD) / scale));
        List<Double> move = new ArrayList<>();
        for (int end = 0; end < 4; end++) {
          move.add((double) moves.at(end * cells + cell));
        }
        found.add(new MtcnnCandidate(box, probability, move, List.of()));
      }
    }
    return found;
  }

  @Override
  public void close() {
    network.close();
  }
}
