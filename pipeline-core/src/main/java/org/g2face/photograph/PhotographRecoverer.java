package org.g2face.photograph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.g2face.anonymize.Face;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.IdentityRestorer;
import org.g2face.anonymize.Outcome;
import org.g2face.anonymize.PhotographResult;
import org.g2face.anonymize.PhotographResult.Treatment;
import org.g2face.image.Canvas;
import org.g2face.image.RgbImage;
import org.g2face.payload.BitSeeds;
import org.g2face.photograph.PhotographSeal.Opening;

/**
 * Brings the faces of a photograph back, by what was sealed into its file: the piece of the
 * original itself where that was kept, and else the generator redraws each face with its own
 * identity. Faces that were pixelated stay so then.
 */
public final class PhotographRecoverer implements FaceTransform {
  /** Reasons of quarantine. */
  public static final String NOTHING_SEALED = "nothing_sealed";

  public static final String SEAL_BROKEN = "seal_broken";
  private static final String NON_FINITE = "non_finite_output";

  private final IdentityRestorer networks;
  private final PhotographSeal seal;

  /** Takes over the networks, and closes them. */
  public PhotographRecoverer(IdentityRestorer networks, PhotographSeal seal) {
    this.networks = networks;
    this.seal = seal;
  }

  @Override
  public int size() {
    return networks.size();
  }

  @Override
  public boolean takesPhotographs() {
    return true;
  }

  @Override
  public List<Outcome> apply(List<Face> photographs) {
    return photographs.stream().map(this::recover).toList();
  }

  private Outcome recover(Face photograph) {
    if (photograph.sealed().isEmpty()) {
      return new Outcome.Failed(
          NOTHING_SEALED, "the file holds nothing that would bring faces back");
    }
    Opening opening = seal.open(photograph.sealed().get(), photograph.image(), photograph.alpha());
    if (opening instanceof Opening.Unreadable unreadable) {
      return new Outcome.Failed(SEAL_BROKEN, "cannot recover: " + unreadable.reason());
    }
    try {
      SealedContent content = SealedContent.of(((Opening.Opened) opening).plain());
      return content.exact().isPresent()
          ? recovered(
              photograph,
              content.exact().get().pastedInto(photograph.image()),
              content.faces().size())
          : redrawn(photograph, new ArrayList<>(content.faces()));
    } catch (IllegalArgumentException e) {
      return new Outcome.Failed(SEAL_BROKEN, "cannot recover: " + e.getMessage());
    }
  }

  private Outcome redrawn(Face photograph, List<SealedFace> faces) {
    // What was painted last is taken away first.
    Collections.reverse(faces);
    Canvas canvas = new Canvas(photograph.image());
    for (SealedFace face : faces) {
      boolean codeFits = face.code().length == 0 || face.code().length == networks.code();
      if (face.identity().length != networks.embedding() || !codeFits) {
        return new Outcome.Failed(
            SEAL_BROKEN, "an identity or a code of another length", faces.size());
      }
      RgbImage crop = FaceCompositor.crop(canvas.view(), face.frame(), size());
      Optional<RgbImage> restored =
          networks.restore(
              crop, face.identity(), BitSeeds.bits(face.seed(), networks.capacity()), face.code());
      if (restored.isEmpty()) {
        return new Outcome.Failed(
            NON_FINITE,
            "the networks computed values that are no numbers for a face",
            faces.size());
      }
      canvas.paint(restored.get(), face.mask(), face.frame().toPhotograph(1));
    }
    return recovered(photograph, canvas.view(), faces.size());
  }

  private static Outcome recovered(Face photograph, RgbImage picture, int faces) {
    return new Outcome.Done(
        picture,
        null,
        Map.of(PhotographTransform.FACES, (double) faces),
        Optional.empty(),
        Optional.of(
            new PhotographResult(
                Treatment.RECOVERED, Optional.empty(), photograph.alpha(), List.of())));
  }

  @Override
  public void close() {
    networks.close();
  }
}
