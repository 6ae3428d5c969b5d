package org.g2face.photograph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.g2face.anonymize.Anonymizer;
import org.g2face.anonymize.Face;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.Outcome;
import org.g2face.anonymize.PhotographResult;
import org.g2face.anonymize.PhotographResult.Treatment;
import org.g2face.anonymize.ReplacedFace;
import org.g2face.detect.Box;
import org.g2face.detect.DetectedFace;
import org.g2face.image.RgbImage;

/**
 * Anonymizes every face of a photograph, and lets nothing out that did not pass its verification.
 *
 * <p>A face that is still recognised is drawn again with another dummy identity, and one that was
 * overlooked is replaced too, until the attempts are used up; then the photograph is refused. A
 * face of which the subject is known has its new face and is not given another one. Whatever throws
 * on the way leaves as an exception, and never as a picture.
 */
public final class PhotographTransform implements FaceTransform {
  /** Reasons of quarantine. */
  public static final String STILL_RECOGNISED = "still_recognised";

  public static final String FACE_LEFT_OVER = "face_left_over";
  public static final String AMBIGUOUS_SUBJECT = "ambiguous_subject";
  public static final String PAYLOAD_UNREADABLE = "payload_unreadable";
  public static final String TOO_MANY_FACES = "too_many_faces";

  /** What {@link Outcome.Done#checks} tells besides the largest cosine. */
  public static final String FACES = "faces";

  private final FaceTransform networks;
  private final FaceFinder finder;
  private final PublicationCheck verification;
  private final Optional<FaceSealing> sealing;
  private final Policy policy;
  private final int attempts;

  /**
   * Takes over what it is given, and closes it.
   *
   * @param networks anonymize aligned crops
   * @param sealing keeps what recovery needs; empty for photographs that nobody shall recover
   * @param attempts how often a photograph is painted at most, at least 1
   */
  public PhotographTransform(
      FaceTransform networks,
      FaceFinder finder,
      PublicationCheck verification,
      Optional<FaceSealing> sealing,
      Policy policy,
      int attempts) {
    if (attempts < 1) {
      throw new IllegalArgumentException("a photograph takes at least one attempt");
    }
    this.networks = networks;
    this.finder = finder;
    this.verification = verification;
    this.sealing = sealing;
    this.policy = policy;
    this.attempts = attempts;
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
  public List<Outcome> apply(List<Face> photographs) throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    for (Face photograph : photographs) {
      outcomes.add(transform(photograph));
    }
    return outcomes;
  }

  private Outcome transform(Face photograph) throws Exception {
    List<PlacedFace> faces = new ArrayList<>();
    try {
      return transform(photograph, faces);
    } catch (TooManyFaces e) {
      return new Outcome.Failed(TOO_MANY_FACES, e.getMessage(), faces.size());
    }
  }

  private Outcome transform(Face photograph, List<PlacedFace> faces) throws Exception {
    List<DetectedFace> found = finder.find(photograph.image());
    requireFew(found.size());
    found.forEach(face -> faces.add(finder.place(photograph.image(), face)));
    if (photograph.alpha().isPresent()) {
      RgbImage shown = photograph.alpha().get().overWhite(photograph.image());
      addUnknown(finder.find(shown), shown, faces);
    }
    if (faces.isEmpty()) {
      addLeftOver(photograph.image(), photograph, faces);
    }
    return faces.isEmpty()
        ? NoFaceHandler.treat(photograph, policy, sealed(photograph))
        : replaced(photograph, faces);
  }

  private Outcome replaced(Face photograph, List<PlacedFace> faces) throws Exception {
    Outcome outcome = withFaces(photograph, faces);
    return outcome instanceof Outcome.Failed failed ? failed.among(faces.size()) : outcome;
  }

  /** Nothing to bring back, so that recovery gives the photograph as it is. */
  private Optional<byte[]> sealed(Face photograph) {
    return policy.noFace() == Policy.NoFace.PUBLISH
        ? sealing.map(
            seals -> seals.seal(photograph, List.of(), List.of(), photograph.image(), size()))
        : Optional.empty();
  }

  /** Returns how many there were. */
  private int addLeftOver(RgbImage picture, Face photograph, List<PlacedFace> faces) {
    List<DetectedFace> found = verification.leftOver(picture, photograph.alpha(), faces);
    addUnknown(found, photograph.image(), faces);
    return found.size();
  }

  private void addUnknown(List<DetectedFace> found, RgbImage picture, List<PlacedFace> faces) {
    for (DetectedFace face : found) {
      if (faces.stream().noneMatch(known -> known.covers(face))) {
        requireFew(faces.size() + 1);
        faces.add(finder.place(picture, face));
      }
    }
  }

  private void requireFew(int faces) {
    if (faces > policy.mostFaces()) {
      throw new TooManyFaces(
          "%d faces or more are found, and %d are the most; see photographs.most-faces"
              .formatted(faces, policy.mostFaces()));
    }
  }

  private static final class TooManyFaces extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyFaces(String message) {
      super(message);
    }
  }

  private Outcome withFaces(Face photograph, List<PlacedFace> faces) throws Exception {
    int[] tries = new int[faces.size()];
    Outcome.Failed failure = null;
    // The new face of a subject is settled, and drawing it again would give it again.
    int allowed = photograph.subject() == null ? attempts : 1;
    for (int attempt = 0; attempt < allowed; attempt++) {
      if (photograph.subject() != null && faces.size() > 1) {
        return new Outcome.Failed(
            AMBIGUOUS_SUBJECT,
            "one subject is given and %d faces are found; nothing says whose face is whose"
                .formatted(faces.size()));
      }
      boolean[] pixelated = new boolean[faces.size()];
      for (int i = 0; i < pixelated.length; i++) {
        Optional<Outcome.Failed> unsuited = policy.judge(faces.get(i));
        if (unsuited.isPresent() && policy.unsuited() == Policy.Unsuited.QUARANTINE) {
          return unsuited.get();
        }
        pixelated[i] = unsuited.isPresent();
      }
      FaceCompositor painting = new FaceCompositor(photograph, List.copyOf(faces));
      painting.paint(networks, pixelated, tries);
      failure = null;
      double[] cosines = new double[faces.size()];
      for (int i = 0; i < faces.size() && failure == null; i++) {
        if (!pixelated[i] && painting.outcome(i) instanceof Outcome.Failed failed) {
          failure = failed;
          tries[i]++;
        }
      }
      if (failure == null) {
        failure = compare(photograph, faces, painting, pixelated, tries, cosines);
      }
      if (failure == null) {
        int leftOver = addLeftOver(painting.picture(), photograph, faces);
        if (leftOver > 0) {
          failure =
              new Outcome.Failed(
                  FACE_LEFT_OVER,
                  leftOver + " faces are seen in the new photograph that were not replaced");
          tries = Arrays.copyOf(tries, faces.size());
        }
      }
      if (failure == null) {
        Outcome done = done(photograph, faces, painting, pixelated, tries, cosines);
        if (!(done instanceof Outcome.Failed failed)) {
          return done;
        }
        failure = failed;
      }
    }
    return new Outcome.Failed(
        failure.reason(),
        failure.detail() + " (after " + allowed + (allowed == 1 ? " attempt)" : " attempts)"));
  }

  /** Measures every face that was drawn; those that are still recognised get another try. */
  private Outcome.Failed compare(
      Face photograph,
      List<PlacedFace> faces,
      FaceCompositor painting,
      boolean[] pixelated,
      int[] tries,
      double[] cosines) {
    Outcome.Failed failure = null;
    for (int i = 0; i < faces.size(); i++) {
      if (pixelated[i]) {
        continue;
      }
      FfhqCrop frame = faces.get(i).frame();
      cosines[i] =
          verification.cosine(
              FaceCompositor.crop(photograph.image(), frame, size()),
              FaceCompositor.crop(painting.picture(), frame, size()));
      if (!verification.isSomebodyElse(cosines[i])) {
        tries[i]++;
        failure =
            new Outcome.Failed(
                STILL_RECOGNISED,
                "a new face has the cosine %.3f to the original".formatted(cosines[i]));
      }
    }
    return failure;
  }

  private Outcome done(
      Face photograph,
      List<PlacedFace> faces,
      FaceCompositor painting,
      boolean[] pixelated,
      int[] tries,
      double[] cosines) {
    List<ReplacedFace> replaced = new ArrayList<>();
    List<PlacedFace> drawn = new ArrayList<>();
    List<String> names = new ArrayList<>();
    double largest = -1;
    for (PlacedFace face : FaceFinder.inOrder(faces)) {
      int i = faces.indexOf(face);
      if (pixelated[i]) {
        replaced.add(replaced(face, 0, Optional.empty(), OptionalDouble.empty()));
      } else {
        String dummy = ((Outcome.Done) painting.outcome(i)).dummyId();
        replaced.add(
            replaced(face, tries[i] + 1, Optional.of(dummy), OptionalDouble.of(cosines[i])));
        largest = Math.max(largest, cosines[i]);
        drawn.add(face);
        names.add(painting.name(i, tries[i]));
      }
    }
    RgbImage picture = painting.picture();
    Optional<byte[]> sealed =
        sealing.map(seals -> seals.seal(photograph, drawn, names, picture, size()));
    if (sealed.isPresent()
        && !sealing.get().opens(sealed.get(), picture, photograph.alpha(), drawn.size())) {
      return new Outcome.Failed(PAYLOAD_UNREADABLE, "what was sealed does not open");
    }
    Map<String, Double> checks =
        drawn.isEmpty()
            ? Map.of(FACES, (double) faces.size())
            : Map.of(FACES, (double) faces.size(), Anonymizer.IDENTITY_COSINE, largest);
    return new Outcome.Done(
        picture,
        null,
        checks,
        sealed,
        Optional.of(
            new PhotographResult(
                Treatment.ANONYMIZED, Optional.empty(), photograph.alpha(), replaced)));
  }

  private static ReplacedFace replaced(
      PlacedFace face, int attempts, Optional<String> dummy, OptionalDouble cosine) {
    Box box = face.found().box();
    return new ReplacedFace(
        box.left(),
        box.top(),
        box.right(),
        box.bottom(),
        face.found().score(),
        face.alignment(),
        dummy.isEmpty(),
        attempts,
        dummy,
        cosine);
  }

  @Override
  public void close() {
    networks.close();
    finder.close();
    verification.close();
    sealing.ifPresent(FaceSealing::close);
  }
}
