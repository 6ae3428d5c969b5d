package org.g2face.jobs.anonymize;

import java.util.Optional;
import org.g2face.anonymize.Face;
import org.g2face.image.Decoded;
import org.g2face.image.Decoded.Picture;
import org.g2face.image.Decoded.Rejected;
import org.g2face.image.ImageDecoder;
import org.g2face.image.Reason;
import org.g2face.image.RgbImage;
import org.g2face.image.SealedChunk;
import org.g2face.io.Sha256;
import org.g2face.jobs.input.NameHasher;
import org.g2face.jobs.input.Reasons;
import org.g2face.jobs.input.SourceEntry;
import org.g2face.jobs.input.SourceEntry.Encoded;
import org.g2face.jobs.input.SourceEntry.Ignored;
import org.g2face.jobs.input.SourceEntry.Unreadable;
import org.g2face.jobs.output.Quarantined;
import org.g2face.vault.Original;

/**
 * Decodes entries and takes each picture as one aligned face, resized to the networks' size, or as
 * the photograph that it is.
 *
 * @param size width and height of the faces, in pixels; 0 for whole photographs
 * @param hidden replaces the entries' names, or null
 * @param labels what faces are called, and whose they are
 * @param keepOriginals whether the encoded images are needed later
 */
record FaceReader(
    ImageDecoder decoder, int size, NameHasher hidden, Labels labels, boolean keepOriginals) {
  Item read(SourceEntry found) {
    try {
      return item(found);
    } catch (RuntimeException | VirtualMachineError e) {
      // Of this entry alone; the message of whoever threw may quote what the file contains.
      SourceEntry entry = hidden == null ? found : found.renamed(hidden);
      return refuse(
          entry,
          null,
          Reason.UNREADABLE.code(),
          "reading stopped: " + e.getClass().getSimpleName());
    }
  }

  private Item item(SourceEntry found) {
    SourceEntry entry = hidden == null ? found : found.renamed(hidden);
    if (entry instanceof Encoded encoded) {
      // A table of subjects knows the names as they were found.
      return decode(encoded, labels.subjects().of((Encoded) found));
    }
    if (entry instanceof Unreadable broken) {
      return refuse(broken, null, broken.reason(), broken.detail());
    }
    Ignored ignored = (Ignored) entry;
    return refuse(ignored, null, ignored.reason(), ignored.detail());
  }

  private Item decode(Encoded entry, Optional<String> subject) {
    String sha256 = checksum(entry);
    if (labels.subjects().asked() && subject.isEmpty()) {
      return refuse(
          entry,
          sha256,
          Reasons.NO_SUBJECT,
          "nothing says who is in this picture, so that it cannot get the face of its subject");
    }
    Decoded decoded = decoder.decode(entry.bytes(), entry.name());
    if (decoded instanceof Rejected rejected) {
      return refuse(entry, sha256, rejected.reason().code(), rejected.detail());
    }
    Picture picture = (Picture) decoded;
    RgbImage image = picture.image();
    Face face =
        size == 0
            ? new Face(
                entry.id(),
                labels.nameOf(entry),
                subject.orElse(null),
                image,
                picture.alpha(),
                SealedChunk.find(entry.bytes()))
            : new Face(
                entry.id(), labels.nameOf(entry), subject.orElse(null), image.resize(size, size));
    return new Item.Ready(
        face,
        entry.path(),
        image.width(),
        image.height(),
        length(entry),
        sha256,
        keepOriginals ? new Original(image.width(), image.height(), entry.bytes()) : null);
  }

  /**
   * Whoever has the original must not find its row, if names are hidden: it has a keyed hash then.
   */
  private String checksum(Encoded entry) {
    String sha256 = Sha256.of(entry.bytes());
    return hidden == null ? sha256 : hidden.hash().of(sha256);
  }

  /** The number of bytes would tell an original as well as its checksum. */
  private long length(SourceEntry entry) {
    return hidden == null ? entry.length() : -1;
  }

  private Item refuse(SourceEntry entry, String sha256, String reason, String detail) {
    boolean ignored = entry instanceof Ignored;
    return new Item.Refused(
        new Quarantined(entry.id(), entry.path(), ignored, reason, detail, length(entry)), sha256);
  }
}
