package org.g2face.photograph;

import java.util.List;
import org.g2face.detect.DetectedFace;
import org.g2face.image.RgbImage;

/**
 * Knows an aligned face when it sees one, and cuts such out of photographs.
 *
 * @param finder stays the caller's
 */
public record AlignedFaces(FaceFinder finder) {
  /**
   * How far from the picture's middle a crop's own frame may lie, in shares of its side, and how
   * much larger or smaller it may be. A detector that gives no more than a box is about as exact.
   */
  private static final double OFF_CENTRE = 0.15;

  private static final double OTHER_SIZE = 1.4;

  /** Whether a picture is the aligned crop of one face, and not a photograph. */
  public boolean isAligned(RgbImage picture) {
    if (picture.width() != picture.height()) {
      return false;
    }
    List<DetectedFace> faces = finder.find(picture);
    return faces.size() == 1 && fills(finder.place(picture, faces.get(0)).frame(), picture.width());
  }

  private static boolean fills(FfhqCrop frame, int side) {
    double ratio = frame.side() / side;
    double away = Math.hypot(frame.centre().x() - side / 2.0, frame.centre().y() - side / 2.0);
    return away <= OFF_CENTRE * side && ratio <= OTHER_SIZE && ratio >= 1 / OTHER_SIZE;
  }

  /**
   * Cuts every face out of a photograph.
   *
   * @param size width and height of the crops, in pixels
   */
  public List<RgbImage> cut(RgbImage photograph, int size) {
    return finder.find(photograph).stream()
        .map(face -> finder.place(photograph, face).frame())
        .map(frame -> FaceCompositor.crop(photograph, frame, size))
        .toList();
  }
}
