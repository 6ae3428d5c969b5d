package org.g2face.jobs.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.g2face.image.Decoded;
import org.g2face.image.ImageDecoder;
import org.g2face.image.ImageEncoder;
import org.g2face.image.RgbImage;
import org.g2face.jobs.input.Limits;

/**
 * Makes small pictures of an image and of what became of it.
 *
 * @param labels of the subjects
 * @param pixels width and height at most
 */
record ThumbnailTask(List<String> labels, Limits limits, boolean acceptMislabelled, int pixels)
    implements Serializable {

  Triptych show(ImageJoin.Group group) {
    ImageDecoder decoder = new ImageDecoder(limits.image(), acceptMislabelled);
    Triptych.Thumbnail[] found = new Triptych.Thumbnail[1 + 2 * labels.size()];
    String id = group.key();
    for (JoinedImage one : group.found()) {
      if (one.source() == JoinedImage.ORIGINAL) {
        id = one.id();
      }
      if (one.bytes() != null
          && decoder.decode(one.bytes(), one.name()) instanceof Decoded.Picture picture) {
        found[one.source()] = thumbnail(picture.image());
      }
    }
    List<Triptych.Made> made = new ArrayList<>();
    for (int subject = 0; subject < labels.size(); subject++) {
      made.add(
          new Triptych.Made(
              labels.get(subject),
              found[JoinedImage.anonymized(subject)],
              found[JoinedImage.recovered(subject)]));
    }
    return new Triptych(id, found[JoinedImage.ORIGINAL], made);
  }

  private Triptych.Thumbnail thumbnail(RgbImage image) {
    double scale = Math.min(1, (double) pixels / Math.max(image.width(), image.height()));
    RgbImage small =
        image.resize(
            Math.max(1, (int) Math.round(image.width() * scale)),
            Math.max(1, (int) Math.round(image.height() * scale)));
    return new Triptych.Thumbnail(new ImageEncoder().png(small));
  }
}
