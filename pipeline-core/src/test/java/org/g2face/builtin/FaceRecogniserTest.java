package org.g2face.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.g2face.Fixtures;
import org.g2face.image.Decoded;
import org.g2face.image.ImageDecoder;
import org.g2face.image.RgbImage;
import org.g2face.onnx.Execution;
import org.g2face.tensor.Cosine;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.Test;

class FaceRecogniserTest {
  private static final Execution CPU = Execution.onCpu(1);

  @Test
  void tellsThePeopleOfTheSamplesApart() throws IOException {
    try (FaceRecogniser recogniser = FaceRecogniser.open(256, CPU)) {
      float[] young = recogniser.embed(GoldenPictures.sample("faces/grace-hopper-1"));
      float[] other = recogniser.embed(GoldenPictures.sample("faces/katherine-johnson"));
      assertThat(young).hasSize(FaceRecogniser.EMBEDDING);
      assertThat(Cosine.between(young, other)).isLessThan(FaceRecogniser.SAME_PERSON);
    }
  }

  @Test
  void cropsOfAnySizeGiveTheSameEmbedding() throws IOException {
    RgbImage face = GoldenPictures.sample("faces/eileen-collins");
    try (FaceRecogniser small = FaceRecogniser.open(128, CPU);
        FaceRecogniser large = FaceRecogniser.open(512, CPU)) {
      double cosine = Cosine.between(small.embed(face), large.embed(face));
      assertThat(cosine).isGreaterThan(0.98);
    }
  }

  @Test
  void aBatchIsItsFacesOneByOne() throws IOException {
    RgbImage face = GoldenPictures.sample("faces/eileen-collins");
    RgbImage other = GoldenPictures.sample("faces/katherine-johnson");
    try (FaceRecogniser recogniser = FaceRecogniser.open(256, CPU)) {
      Tensor both = batch(face, other);
      float[] rows = recogniser.embed(both).toArray();
      float[] second = recogniser.embed(other);
      for (int i = 0; i < second.length; i++) {
        assertThat(rows[FaceRecogniser.EMBEDDING + i]).isEqualTo(second[i], within(1e-5f));
      }
    }
  }

  private static Tensor batch(RgbImage one, RgbImage other) {
    Tensor first = GoldenPictures.input(one, 256);
    Tensor second = GoldenPictures.input(other, 256);
    var values = Tensor.allocate(first.count() + second.count());
    values.put(first.buffer()).put(second.buffer()).flip();
    return Tensor.wrap(values, 2, 3, 256, 256);
  }

  /** What {@link FaceRecogniser#SAME_PERSON} promises, on LFW's pairs. */
  @Test
  void separatesThePairsOfLfw() throws IOException {
    Path folder = Fixtures.path("faces/pairs");
    List<String> lines = Files.readAllLines(folder.resolve("pairs.csv"));
    int same = 0;
    int accepted = 0;
    int falselyAccepted = 0;
    try (FaceRecogniser recogniser = FaceRecogniser.open(128, CPU)) {
      for (String line : lines.subList(1, lines.size())) {
        String[] pair = line.split(",");
        double cosine =
            Cosine.between(
                recogniser.embed(picture(folder.resolve(pair[0]))),
                recogniser.embed(picture(folder.resolve(pair[1]))));
        boolean taken = cosine > FaceRecogniser.SAME_PERSON;
        boolean one = pair[2].equals("1");
        same += one ? 1 : 0;
        accepted += one && taken ? 1 : 0;
        falselyAccepted += !one && taken ? 1 : 0;
      }
    }
    assertThat(accepted).isGreaterThanOrEqualTo((int) (0.92 * same));
    assertThat(falselyAccepted).isLessThanOrEqualTo(1);
  }

  private static RgbImage picture(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return ((Decoded.Picture) new ImageDecoder().decode(bytes, file.toString())).image();
  }
}
