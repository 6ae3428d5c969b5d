package org.g2face.photograph;

import java.util.ArrayList;
import java.util.List;
import org.g2face.anonymize.Face;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.Outcome;
import org.g2face.image.RgbImage;

/** Takes aligned faces and photographs as they come, and sends each to its own transform. */
public final class InputRouter implements FaceTransform {
  /** Tells which of the two a picture is. */
  private interface CropTest {
    boolean isCrop(Face picture);
  }

  private final FaceTransform crops;
  private final FaceTransform photographs;
  private final CropTest test;
  private final List<FaceTransform> owned;

  private InputRouter(
      FaceTransform crops, FaceTransform photographs, CropTest test, List<FaceTransform> owned) {
    this.crops = crops;
    this.photographs = photographs;
    this.test = test;
    this.owned = owned;
  }

  /**
   * Anonymizes both; what a picture is, a detector tells.
   *
   * @param crops closed with this
   * @param photographs closed with this; closes the finder
   */
  public static InputRouter anonymizing(
      FaceTransform crops, PhotographTransform photographs, FaceFinder finder) {
    AlignedFaces faces = new AlignedFaces(finder);
    return new InputRouter(
        crops, photographs, face -> faces.isAligned(shown(face)), List.of(crops, photographs));
  }

  /** Recovers both: photographs have something sealed into their files. */
  public static InputRouter recovering(FaceTransform crops, PhotographRecoverer photographs) {
    return new InputRouter(
        crops, photographs, face -> face.sealed().isEmpty(), List.of(crops, photographs));
  }

  @Override
  public int size() {
    return crops.size();
  }

  @Override
  public boolean takesPhotographs() {
    return true;
  }

  @Override
  public List<Outcome> apply(List<Face> pictures) throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    for (Face picture : pictures) {
      outcomes.addAll(
          test.isCrop(picture)
              ? crops.apply(List.of(aligned(picture)))
              : photographs.apply(List.of(picture)));
    }
    return outcomes;
  }

  private Face aligned(Face picture) {
    return new Face(
        picture.imageId(),
        picture.name(),
        picture.subject(),
        shown(picture).resize(size(), size()));
  }

  /** As the reader of crops would have it: what is transparent is white. */
  private static RgbImage shown(Face picture) {
    return picture.alpha().map(alpha -> alpha.overWhite(picture.image())).orElseGet(picture::image);
  }

  @Override
  public void close() {
    owned.forEach(FaceTransform::close);
  }
}
