package org.g2face.photograph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.g2face.anonymize.Face;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.Outcome;
import org.g2face.image.RgbImage;

/**
 * Anonymizes aligned faces, and seals what they were into the files of the new ones, so that
 * whoever has the keys gets every level of every pixel back.
 */
public final class ExactCrops implements FaceTransform {
  private final FaceTransform crops;
  private final PhotographSeal seal;

  /** Takes over the networks, and closes them. */
  public ExactCrops(FaceTransform crops, PhotographSeal seal) {
    this.crops = crops;
    this.seal = seal;
  }

  @Override
  public int size() {
    return crops.size();
  }

  @Override
  public List<Outcome> apply(List<Face> batch) throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    List<Outcome> made = crops.apply(batch);
    for (int i = 0; i < made.size(); i++) {
      RgbImage original = batch.get(i).image();
      outcomes.add(
          made.get(i) instanceof Outcome.Done done
              ? done.with(sealed(original, done))
              : made.get(i));
    }
    return outcomes;
  }

  private byte[] sealed(RgbImage original, Outcome.Done done) {
    SealedContent content = new SealedContent(List.of(), OriginalPatch.of(original, done.image()));
    return seal.seal(content.toBytes(), done.image(), Optional.empty());
  }

  @Override
  public void close() {
    crops.close();
  }
}
