package org.g2face.photograph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.g2face.anonymize.Face;
import org.g2face.anonymize.Outcome;
import org.g2face.anonymize.PhotographResult;
import org.g2face.anonymize.ReplacedFace;
import org.g2face.detect.Box;
import org.g2face.detect.DetectedFace;
import org.g2face.detect.FaceDetector;
import org.g2face.detect.Point;
import org.g2face.image.AffineMap;
import org.g2face.image.Alpha;
import org.g2face.image.Mask;
import org.g2face.image.RgbImage;
import org.g2face.photograph.Policy.NoFace;
import org.g2face.photograph.Policy.Unsuited;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhotographTransformTest {
  private static final Box FACE = new Box(40, 30, 80, 90);
  private static final FaceDetector NOTHING = Fakes.at();
  private final Fakes.Networks black = Fakes.Networks.flat(0);

  private static RgbImage noise(int width, int height) {
    byte[] levels = new byte[width * height * 3];
    Random random = new Random(width);
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (150 + random.nextInt(100));
    }
    return RgbImage.of(width, height, levels);
  }

  private static PhotographTransform transform(
      Fakes.Networks networks, FaceDetector first, FaceDetector second, Policy policy) {
    return transform(networks, first, second, policy, Fakes.levels());
  }

  private static PhotographTransform transform(
      Fakes.Networks networks,
      FaceDetector first,
      FaceDetector second,
      Policy policy,
      Embedder judge) {
    return new PhotographTransform(
        networks,
        new FaceFinder(first, null, null),
        new PublicationCheck(second, judge, 0.5),
        Optional.empty(),
        policy,
        3);
  }

  private static Outcome apply(PhotographTransform transform, Face photograph) throws Exception {
    return transform.apply(List.of(photograph)).get(0);
  }

  private static PhotographResult whole(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    return ((Outcome.Done) outcome).whole().orElseThrow();
  }

  private static RgbImage picture(Outcome outcome) {
    return ((Outcome.Done) outcome).image();
  }

  private static void assertUntouchedOutside(RgbImage before, RgbImage after, Box... boxes) {
    Mask mask = FaceMask.generous();
    for (int y = 0; y < before.height(); y++) {
      for (int x = 0; x < before.width(); x++) {
        boolean inside = false;
        for (Box box : boxes) {
          AffineMap inverse = FfhqCrop.ofBox(box).toPhotograph(1).inverse();
          inside |= mask.at(inverse.x(x + 0.5, y + 0.5), inverse.y(x + 0.5, y + 0.5)) > 0;
        }
        if (!inside) {
          assertThat(after.level(x, y, 1)).isEqualTo(before.level(x, y, 1));
        }
      }
    }
  }

  @Test
  void facesAreReplacedAndNothingElse() throws Exception {
    RgbImage image = noise(300, 200);
    Box other = new Box(200, 60, 240, 110);
    Outcome outcome =
        apply(
            transform(black, Fakes.at(FACE, other), NOTHING, Policy.standard()),
            Fakes.photograph(image));

    PhotographResult whole = whole(outcome);
    assertThat(whole.treatment()).isEqualTo(PhotographResult.Treatment.ANONYMIZED);
    assertThat(whole.faces()).hasSize(2);
    assertThat(whole.faces()).allMatch(face -> face.attempts() == 1 && !face.pixelated());
    assertThat(whole.faces().get(0).cosine().getAsDouble()).isLessThan(0.5);
    assertThat(picture(outcome).level(60, 60, 0)).isZero();
    assertThat(picture(outcome).level(220, 85, 0)).isZero();
    assertUntouchedOutside(image, picture(outcome), FACE, other);
    assertThat(black.ids).containsExactlyInAnyOrder("photo#face-0", "photo#face-1");
  }

  @Test
  void aFaceThatIsStillRecognisedIsDrawnAgainAndThenRefused() throws Exception {
    Fakes.Networks same =
        new Fakes.Networks(face -> Fakes.Networks.done(face.image(), face.imageId()));
    Outcome outcome =
        apply(
            transform(same, Fakes.at(FACE), NOTHING, Policy.standard()),
            Fakes.photograph(noise(200, 150)));

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(((Outcome.Failed) outcome).reason()).isEqualTo("still_recognised");
    assertThat(((Outcome.Failed) outcome).faces()).isEqualTo(1);
    assertThat(same.ids).containsExactly("photo#face-0", "photo#face-0#1", "photo#face-0#2");
  }

  @Test
  void anotherDummyIdentityMayDo() throws Exception {
    Fakes.Networks second =
        new Fakes.Networks(
            face ->
                Fakes.Networks.done(
                    face.imageId().endsWith("#1") ? Fakes.flat(64, 64, 0) : face.image(),
                    face.imageId()));
    Outcome outcome =
        apply(
            transform(second, Fakes.at(FACE), NOTHING, Policy.standard()),
            Fakes.photograph(noise(200, 150)));

    ReplacedFace face = whole(outcome).faces().get(0);
    assertThat(face.attempts()).isEqualTo(2);
    assertThat(face.dummyId()).contains("dummy of photo#face-0#1");
  }

  @Test
  void theOnlyFaceOfAPhotographIsThatOfItsSubject() throws Exception {
    Fakes.Networks subjects =
        new Fakes.Networks(
            face -> Fakes.Networks.done(Fakes.flat(64, 64, 0), String.valueOf(face.subject())));
    RgbImage image = noise(300, 200);
    Face jane = new Face("photo", "photo.png", "jane", image);
    Box other = new Box(200, 60, 240, 110);
    Outcome one = apply(transform(subjects, Fakes.at(FACE), NOTHING, Policy.standard()), jane);
    assertThat(whole(one).faces().get(0).dummyId()).contains("dummy of jane");

    Outcome two =
        apply(transform(subjects, Fakes.at(FACE, other), NOTHING, Policy.standard()), jane);
    assertThat(((Outcome.Failed) two).reason()).isEqualTo("ambiguous_subject");
    assertThat(((Outcome.Failed) two).faces()).isEqualTo(2);

    // Her new face is not exchanged for another one.
    Fakes.Networks same =
        new Fakes.Networks(face -> Fakes.Networks.done(face.image(), face.imageId()));
    Outcome refused = apply(transform(same, Fakes.at(FACE), NOTHING, Policy.standard()), jane);
    assertThat(((Outcome.Failed) refused).reason()).isEqualTo("still_recognised");
    assertThat(same.ids).hasSize(1);
  }

  @Test
  void aJudgeThatComputesNoNumbersLetsNothingThrough() throws Exception {
    Embedder broken = Fakes.embedder(crop -> new float[] {Float.NaN, 1});
    Outcome outcome =
        apply(
            transform(black, Fakes.at(FACE), NOTHING, Policy.standard(), broken),
            Fakes.photograph(noise(200, 150)));
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void aFaceThatTheFirstDetectorOverlookedIsReplacedToo() throws Exception {
    Box overlooked = new Box(200, 60, 240, 110);
    // The second detector sees bright faces only: the black ones are gone.
    FaceDetector second =
        Fakes.detector(
            image ->
                image.level(220, 85, 0) > 100
                    ? List.of(new DetectedFace(overlooked, 1, List.of()))
                    : List.of());
    Outcome outcome =
        apply(
            transform(black, Fakes.at(FACE), second, Policy.standard()),
            Fakes.photograph(noise(300, 200)));
    assertThat(whole(outcome).faces()).hasSize(2);
    assertThat(picture(outcome).level(220, 85, 0)).isZero();
  }

  @Test
  void aFaceThatAppearsAnewEachTimeIsRefused() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    FaceDetector second =
        Fakes.detector(
            image -> {
              int x = 30 * calls.getAndIncrement();
              return List.of(new DetectedFace(new Box(x, 150, x + 20, 180), 1, List.of()));
            });
    Outcome outcome =
        apply(
            transform(black, Fakes.at(FACE), second, Policy.standard()),
            Fakes.photograph(noise(300, 200)));
    assertThat(((Outcome.Failed) outcome).reason()).isEqualTo("face_left_over");
  }

  @Test
  void whateverThrowsNothingIsReturned() {
    FaceDetector throwing =
        Fakes.detector(
            image -> {
              throw new IllegalStateException("no memory");
            });
    Fakes.Networks broken =
        new Fakes.Networks(
            face -> {
              throw new IllegalStateException("no GPU");
            });
    Face photograph = Fakes.photograph(noise(200, 150));
    Policy publish = new Policy(NoFace.PUBLISH, "landscapes", Unsuited.PIXELATE, 16, 75, 60, 1000);
    assertThatThrownBy(() -> apply(transform(black, throwing, NOTHING, publish), photograph))
        .hasMessage("no memory");
    assertThatThrownBy(() -> apply(transform(black, NOTHING, throwing, publish), photograph))
        .hasMessage("no memory");
    assertThatThrownBy(() -> apply(transform(broken, Fakes.at(FACE), NOTHING, publish), photograph))
        .hasMessage("no GPU");
  }

  /** Numbers that no face can have, from either detector, whatever the policy. */
  @Test
  void nonsenseIsNotTakenForFacesNorForTheirAbsence() {
    List<Point> nowhere = Collections.nCopies(5, new Point(Double.NaN, Double.POSITIVE_INFINITY));
    List<DetectedFace> nonsense =
        List.of(
            new DetectedFace(new Box(-90, -90, -10, -10), 1, List.of()),
            new DetectedFace(new Box(-1e9, -1e9, 1e9, 1e9), 1, List.of()),
            new DetectedFace(new Box(10, 10, 1e12, 40), 1, List.of()),
            new DetectedFace(FACE, Double.NaN, List.of()),
            new DetectedFace(FACE, 1, nowhere));
    Face photograph = Fakes.photograph(noise(200, 150));
    Policy publish = new Policy(NoFace.PUBLISH, "landscapes", Unsuited.PIXELATE, 16, 75, 60, 1000);
    for (DetectedFace face : nonsense) {
      FaceDetector mad = Fakes.detector(image -> List.of(face));
      for (PhotographTransform transform :
          List.of(
              transform(black, mad, NOTHING, publish),
              transform(black, NOTHING, mad, publish),
              transform(black, Fakes.at(FACE), mad, publish))) {
        assertThatThrownBy(() -> apply(transform, photograph))
            .hasMessageContaining("a detector found a face at");
      }
    }
    assertThat(black.ids).allMatch(id -> id.startsWith("photo#face-0"));
  }

  @Test
  void moreFacesThanAreAllowedCostNothing() throws Exception {
    Box[] many = new Box[4];
    Arrays.setAll(many, i -> new Box(40 * i, 20, 40 * i + 20, 50));
    Policy three = new Policy(NoFace.PUBLISH, "landscapes", Unsuited.PIXELATE, 16, 75, 60, 3);
    Face photograph = Fakes.photograph(noise(200, 150));
    for (PhotographTransform transform :
        List.of(
            transform(black, Fakes.at(many), NOTHING, three),
            transform(black, NOTHING, Fakes.at(many), three))) {
      Outcome outcome = apply(transform, photograph);
      assertThat(((Outcome.Failed) outcome).reason()).isEqualTo("too_many_faces");
      assertThat(((Outcome.Failed) outcome).detail()).contains("3 are the most");
    }
    assertThat(black.ids).isEmpty();
    // Those that are found last count, too.
    FaceDetector first = Fakes.at(many[0], many[1]);
    FaceDetector second = Fakes.at(many[2], many[3]);
    Outcome outcome = apply(transform(black, first, second, three), photograph);
    assertThat(((Outcome.Failed) outcome).reason()).isEqualTo("too_many_faces");
  }

  @Test
  void anOutputThatIsNoNumberIsRefused() throws Exception {
    Fakes.Networks nan =
        new Fakes.Networks(face -> new Outcome.Failed("non_finite_output", "no numbers"));
    Outcome outcome =
        apply(
            transform(nan, Fakes.at(FACE), NOTHING, Policy.standard()),
            Fakes.photograph(noise(200, 150)));
    assertThat(((Outcome.Failed) outcome).reason()).isEqualTo("non_finite_output");
    assertThat(nan.ids).hasSize(3);
  }

  @Test
  void photographsWithoutFacesFollowThePolicy() throws Exception {
    RgbImage image = noise(120, 90);
    Face photograph = Fakes.photograph(image);
    Outcome quarantined = apply(transform(black, NOTHING, NOTHING, Policy.standard()), photograph);
    assertThat(((Outcome.Failed) quarantined).reason()).isEqualTo("no_face");

    Policy blur = new Policy(NoFace.BLUR_WHOLE, null, Unsuited.PIXELATE, 16, 75, 60, 1000);
    Outcome blurred = apply(transform(black, NOTHING, NOTHING, blur), photograph);
    assertThat(whole(blurred).treatment()).isEqualTo(PhotographResult.Treatment.BLURRED);
    assertThat(picture(blurred).width()).isEqualTo(120);
    // Noise between 150 and 249 has a mean of 200 wherever one looks.
    assertThat(picture(blurred).level(33, 44, 1)).isBetween(180, 220);

    Policy publish = new Policy(NoFace.PUBLISH, "landscapes", Unsuited.PIXELATE, 16, 75, 60, 1000);
    Outcome published = apply(transform(black, NOTHING, NOTHING, publish), photograph);
    assertThat(whole(published).treatment()).isEqualTo(PhotographResult.Treatment.UNCHANGED);
    assertThat(whole(published).reason()).contains("landscapes");
    assertThat(picture(published)).isEqualTo(image);
  }

  @Test
  void publishingWithoutFacesNeedsAReason() {
    assertThatThrownBy(() -> new Policy(NoFace.PUBLISH, " ", Unsuited.PIXELATE, 16, 75, 60, 1000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stated reason");
    assertThatThrownBy(
            () -> new Policy(NoFace.QUARANTINE, "x", Unsuited.PIXELATE, 16, 75, 60, 1000))
        .hasMessageContaining("they are not published");
  }

  @Test
  void facesThatAreTooSmallArePixelatedOrRefused() throws Exception {
    Box tiny = new Box(100, 50, 106, 58);
    RgbImage image = noise(200, 150);
    Outcome pixelated =
        apply(
            transform(black, Fakes.at(tiny), NOTHING, Policy.standard()), Fakes.photograph(image));
    ReplacedFace face = whole(pixelated).faces().get(0);
    assertThat(face.pixelated()).isTrue();
    assertThat(face.dummyId()).isEmpty();
    assertThat(black.ids).isEmpty();
    assertThat(picture(pixelated)).isNotEqualTo(image);
    assertUntouchedOutside(image, picture(pixelated), tiny);

    Policy strict = new Policy(NoFace.QUARANTINE, null, Unsuited.QUARANTINE, 16, 75, 60, 1000);
    Outcome refused =
        apply(transform(black, Fakes.at(tiny), NOTHING, strict), Fakes.photograph(image));
    assertThat(((Outcome.Failed) refused).reason()).isEqualTo("face_too_small");
  }

  /**
   * The crop of the second face must not show the first one, or painting it would bring it back.
   */
  @Test
  void aFaceInFrontOfAnotherDoesNotBringItBack() throws Exception {
    Box behind = new Box(90, 40, 120, 80);
    Box front = new Box(60, 40, 105, 105);
    Fakes.Networks copying =
        new Fakes.Networks(
            face ->
                Fakes.Networks.done(
                    face.imageId().endsWith("0") ? Fakes.flat(64, 64, 0) : face.image(),
                    face.imageId()));
    RgbImage image = noise(200, 150);
    Outcome outcome =
        apply(
            transform(
                copying,
                Fakes.at(behind, front),
                NOTHING,
                Policy.standard(),
                Fakes.embedder(crop -> new float[] {1, crop.level(32, 36, 0) == 0 ? 1 : -1})),
            Fakes.photograph(image));
    // The one in front is copied, so it is refused; what counts is what its crop showed.
    assertThat(outcome).isNotNull();
    RgbImage crop = copying.crops.get(1);
    AffineMap inverse = FfhqCrop.ofBox(front).toPhotograph(64).inverse();
    int x = (int) inverse.x(110, 60);
    int y = (int) inverse.y(110, 60);
    assertThat(crop.level(x, y, 0)).isLessThan(20);
  }

  @Test
  void transparencyIsKeptAndAFaceInItIsSeen() throws Exception {
    RgbImage image = noise(200, 150);
    byte[] levels = new byte[200 * 150];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (i % 200 < 100 ? 255 : 0);
    }
    Alpha alpha = Alpha.of(200, 150, levels);
    Face photograph = new Face("photo", "photo", null, image, Optional.of(alpha), Optional.empty());
    // A detector that sees a face only where the picture is laid over white.
    FaceDetector white =
        Fakes.detector(
            picture ->
                picture.level(150, 75, 0) == 255
                    ? List.of(new DetectedFace(FACE, 1, List.of()))
                    : List.of());
    Outcome outcome = apply(transform(black, white, NOTHING, Policy.standard()), photograph);
    assertThat(whole(outcome).alpha()).contains(alpha);
    assertThat(whole(outcome).faces()).hasSize(1);
    assertThat(picture(outcome).level(60, 60, 0)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 600, 4000})
  void facesOfEverySizeAreReplaced(int side) throws Exception {
    int margin = side < 4000 ? side : 30;
    RgbImage image = Fakes.flat(side + 2 * margin, side + 2 * margin, 200);
    Box box = new Box(margin + 0.1 * side, margin, margin + 0.9 * side, margin + side);
    Outcome outcome =
        apply(transform(black, Fakes.at(box), NOTHING, Policy.standard()), Fakes.photograph(image));
    assertThat(whole(outcome).faces().get(0).pixelated()).isFalse();
    assertThat(picture(outcome).level(margin + side / 2, margin + side / 2, 1)).isZero();
    if (side < 4000) {
      assertThat(picture(outcome).level(0, 0, 1)).isEqualTo(200);
    }
  }
}
