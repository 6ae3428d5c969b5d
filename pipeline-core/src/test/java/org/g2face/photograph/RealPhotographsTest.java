package org.g2face.photograph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.g2face.anonymize.Outcome;
import org.g2face.anonymize.PhotographResult;
import org.g2face.anonymize.ReplacedFace.Alignment;
import org.g2face.detect.CascadeDetector;
import org.g2face.detect.Scenes;
import org.g2face.detect.Scenes.Scene;
import org.g2face.external.EmbeddingNetwork;
import org.g2face.external.NetworkSpec;
import org.g2face.image.RgbImage;
import org.g2face.model.Normalisation;
import org.junit.jupiter.api.Test;

/** Real detectors, landmarks and a real judge; only the faces are drawn without networks. */
class RealPhotographsTest {

  private static Embedder judge() throws IOException {
    var box = new org.g2face.network.Alignment.Box(0.120, 0.118, 0.879, 0.877, 112, 112);
    return Embedder.of(
        EmbeddingNetwork.open(
            Scenes.model("mobilefacenet.onnx"),
            new NetworkSpec(
                "input0",
                "output0",
                box,
                new Normalisation(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225)),
                NetworkSpec.Colours.RGB),
            Fakes.SIZE,
            Scenes.CPU));
  }

  @Test
  void everyFaceOfEveryGroupIsReplaced() throws Exception {
    try (PhotographTransform transform =
        new PhotographTransform(
            Fakes.Networks.flat(120),
            new FaceFinder(Scenes.ultraFace(), Scenes.landmarks(), Scenes.pose()),
            new PublicationCheck(Scenes.mtcnn(), judge(), 0.3),
            Optional.empty(),
            Policy.standard(),
            3)) {
      for (Scene scene : Scenes.ALL) {
        RgbImage image = scene.image();
        Outcome outcome = transform.apply(List.of(Fakes.photograph(image))).get(0);
        assertThat(outcome).as(scene.name()).isInstanceOf(Outcome.Done.class);
        PhotographResult whole = ((Outcome.Done) outcome).whole().orElseThrow();
        assertThat(whole.faces()).hasSizeGreaterThanOrEqualTo(scene.faces());
        assertThat(whole.faces()).allMatch(face -> face.alignment() == Alignment.LANDMARKS);
        assertThat(whole.faces())
            .allMatch(face -> face.pixelated() || face.cosine().getAsDouble() < 0.3);
      }
    }
  }

  /** Networks that change nothing are found out by a recogniser that has never met them. */
  @Test
  void unchangedFacesAreRefused() throws Exception {
    Fakes.Networks same =
        new Fakes.Networks(face -> Fakes.Networks.done(face.image(), face.imageId()));
    try (PhotographTransform transform =
        new PhotographTransform(
            same,
            new FaceFinder(Scenes.ultraFace(), Scenes.landmarks(), null),
            new PublicationCheck(Scenes.mtcnn(), judge(), 0.3),
            Optional.empty(),
            Policy.standard(),
            2)) {
      Outcome outcome =
          transform.apply(List.of(Fakes.photograph(Scenes.ALL.get(1).image()))).get(0);
      assertThat(((Outcome.Failed) outcome).reason()).isEqualTo("still_recognised");
    }
  }

  @Test
  void withTheBundledCascadesAloneFacesAreAlignedByEyesOrBox() throws Exception {
    FaceFinder finder = new FaceFinder(new CascadeDetector(), null, null);
    RgbImage group = Scenes.ALL.get(1).image();
    List<PlacedFace> faces =
        finder.find(group).stream().map(face -> finder.place(group, face)).toList();
    finder.close();
    assertThat(faces).hasSize(3);
    assertThat(faces)
        .allMatch(face -> face.alignment() != Alignment.LANDMARKS && face.frame().side() > 60);
  }
}
