package org.g2face.jobs.anonymize;

import java.util.Optional;
import org.g2face.anonymize.Face;
import org.g2face.image.Decoded;
import org.g2face.image.Decoded.Picture;
import org.g2face.image.Decoded.Rejected;
import org.g2face.image.ImageDecoder;
import org.g2face.image.RgbImage;
import org.g2face.jobs.dataset.Reasons;
import org.g2face.jobs.dataset.SourceEntry;
import org.g2face.jobs.dataset.SourceEntry.Encoded;
import org.g2face.jobs.dataset.SourceEntry.Ignored;
import org.g2face.jobs.dataset.SourceEntry.Unreadable;
import org.g2face.jobs.output.Quarantined;
import org.g2face.vault.Original;

/**
 * Decodes entries and takes each picture as one aligned face, resized to the networks' size.
 *
 * @param size width and height of the faces, in pixels
 * @param keepOriginals whether the encoded images are needed later
 */
record FaceReader(ImageDecoder decoder, int size, Labels labels, boolean keepOriginals) {
  Item read(SourceEntry entry) {
    if (entry instanceof Encoded encoded) {
      return decode(encoded);
    }
    if (entry instanceof Unreadable broken) {
      return refuse(broken, false, broken.reason(), broken.detail());
    }
    Ignored ignored = (Ignored) entry;
    return refuse(
        ignored,
        true,
        Reasons.NOT_AN_IMAGE_NAME,
        "images are recognised by jpg, jpeg, png, webp, bmp, tif, tiff; Parquet by parquet");
  }

  private Item decode(Encoded entry) {
    Optional<String> subject = labels.subjects().of(entry);
    if (labels.subjects().asked() && subject.isEmpty()) {
      return refuse(
          entry, false, Reasons.NO_SUBJECT, "nothing says who is in this picture, so that it"
              + " cannot get the face of its subject");
    }
    Decoded decoded = decoder.decode(entry.bytes(), entry.name());
    if (decoded instanceof Rejected rejected) {
      return refuse(entry, false, rejected.reason().code(), rejected.detail());
    }
    RgbImage image = ((Picture) decoded).image();
    return new Item.Ready(
        new Face(
            entry.id(), labels.nameOf(entry), subject.orElse(null), image.resize(size, size)),
        entry.path(),
        image.width(),
        image.height(),
        entry.length(),
        keepOriginals ? new Original(image.width(), image.height(), entry.bytes()) : null);
  }

  private static Item refuse(SourceEntry entry, boolean ignored, String reason, String detail) {
    return new Item.Refused(
        new Quarantined(entry.id(), entry.path(), ignored, reason, detail, entry.length()));
  }
}
