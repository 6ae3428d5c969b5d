package org.g2face.detect;

import java.io.Serializable;
import java.util.List;
import org.g2face.onnx.Execution;

/**
 * The specification of a face detector.
 *
 * @param kind which one of the registry
 * @param files names or URIs of its ONNX files, as many as the kind has
 * @param score from which on a finding counts, on the kind's scale
 * @param tiles whether photographs are shown in tiles, too, to a kind that needs it for small faces
 */
public record DetectorSpec(DetectorKind kind, List<String> files, double score, boolean tiles)
    implements Serializable {

  /** In tiles, of which there are many, a finding must be surer. */
  private static final double SCORE_IN_TILES = 0.97;

  /**
   * @throws IllegalArgumentException if the number of files or the threshold is none of the kind's
   */
  public DetectorSpec {
    files = List.copyOf(files);
    kind.check(files.size(), score);
  }

  /**
   * Opens it for aligned crops, which have one face in the middle.
   *
   * @param networks the bytes of the files
   */
  public FaceDetector openForCrops(List<byte[]> networks, Execution execution) {
    FaceDetector detector = kind.open(networks, score, execution);
    return kind.overlooksCloseUps() ? new CloseUpDetector(detector) : detector;
  }

  /**
   * Opens it for photographs, where faces are small or cut by the border.
   *
   * @param networks the bytes of the files
   */
  public FaceDetector openForPhotographs(List<byte[]> networks, Execution execution) {
    FaceDetector detector = kind.open(networks, score, execution);
    // Tiles are for small faces; those that the edge of a photograph cuts are mostly near ones.
    FaceDetector whole =
        tiles && kind.tile() > 0
            ? new TiledDetector(detector, kind.tile(), Math.max(score, SCORE_IN_TILES))
            : detector;
    return new BorderPaddingDetector(
        kind.overlooksCloseUps() ? new CloseUpDetector(whole) : whole, detector);
  }
}
