package org.g2face.photograph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.g2face.anonymize.Face;
import org.g2face.anonymize.FaceEncoder;
import org.g2face.image.Alpha;
import org.g2face.image.RgbImage;
import org.g2face.payload.BitSeeds;
import org.g2face.photograph.PhotographSeal.Opening;

/**
 * Keeps what brings the faces of a photograph back.
 *
 * @param seeds of the bits that the networks hide in new faces
 * @param exact whether the original itself is kept where a face was replaced
 * @param encoder the model's own networks, whose embeddings and codes steer the generator
 */
public record FaceSealing(PhotographSeal seal, BitSeeds seeds, boolean exact, FaceEncoder encoder)
    implements AutoCloseable {

  /**
   * @param drawn faces that were redrawn, in the order in which they were painted
   * @param names under which the networks were given them, in the same order
   * @param picture the new photograph
   */
  byte[] seal(
      Face photograph, List<PlacedFace> drawn, List<String> names, RgbImage picture, int size) {
    List<SealedFace> faces = new ArrayList<>();
    for (int i = 0; i < drawn.size(); i++) {
      PlacedFace face = drawn.get(i);
      FaceEncoder.Encoded original =
          encoder.encode(FaceCompositor.crop(photograph.image(), face.frame(), size));
      byte[] seed = seeds.of(seal.binding(names.get(i)));
      faces.add(
          new SealedFace(
              face.frame(), face.landmarks(), original.identity(), original.code(), seed));
    }
    Optional<OriginalPatch> original =
        exact ? OriginalPatch.of(photograph.image(), picture) : Optional.empty();
    return seal.seal(new SealedContent(faces, original).toBytes(), picture, photograph.alpha());
  }

  boolean opens(byte[] sealed, RgbImage picture, Optional<Alpha> alpha, int faces) {
    return seal.open(sealed, picture, alpha) instanceof Opening.Opened opened
        && SealedContent.of(opened.plain()).faces().size() == faces;
  }

  @Override
  public void close() {
    encoder.close();
  }
}
