package org.g2face.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.g2face.evaluate.EvaluationNetworks;
import org.g2face.evaluate.EvaluationSpec;
import org.g2face.evaluate.EvaluationSpecConf;
import org.g2face.image.ImageDecoder;
import org.g2face.io.LocalFileStore;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.evaluate.ImageResult.Problem;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageEvaluatorTest {
  private static final Map<String, EvaluationSpec> CONTRACTS =
      EvaluationSpecConf.read(
          ConfigFactory.parseString(
              """
              means {
                kind = recogniser, file = means.onnx, input = x, output = means
                box = [0, 0, 1, 1], width = 2, height = 2, colours = rgb
                mean = [0, 0, 0], deviation = [1, 1, 1]
              }
              """));

  @TempDir private Path folder;
  private EvaluationNetworks judges;
  private ImageEvaluator onlooker;

  @BeforeEach
  void open() throws IOException {
    Files.write(folder.resolve("means.onnx"), OnnxFiles.means());
    judges =
        EvaluationNetworks.open(CONTRACTS, new LocalFileStore(folder)::open, 4, Execution.onCpu(1));
    EvaluatedModel subject =
        new EvaluatedModel("mine", List.of("made"), List.of(), Optional.empty());
    EvaluationPlan plan = EvaluationPlan.of(CONTRACTS, List.of(subject));
    onlooker = new ImageEvaluator(plan, judges, new ImageDecoder(), List.of(0, 1), 3);
    onlooker.addProbe(null);
  }

  private ImageResult look(String id) {
    JoinedImage original = found(JoinedImage.ORIGINAL, id, TestImages.encoded("png", 8, 8, 1));
    JoinedImage made = found(JoinedImage.anonymized(0), id, TestImages.encoded("png", 8, 8, 2));
    return onlooker.look(new ImageJoin.Group(id, List.of(original, made)), false);
  }

  private static JoinedImage found(int source, String id, byte[] bytes) {
    return new JoinedImage(source, id, id + ".png", bytes, null, "");
  }

  @Test
  void picturesAreCompared() {
    ImageResult result = look("a");
    assertThat(result.problems()).isEmpty();
    assertThat(result.values()[0]).isBetween(0.0, 1.0);
    judges.close();
  }

  @Test
  void networksThatFailAreToldWithTheImage() {
    judges.close();
    ImageResult result = look("a");
    assertThat(result.compared()).isFalse();
    assertThat(result.values()).containsOnly(Double.NaN);
    Problem problem = result.problems().get(0);
    assertThat(problem.reason()).isEqualTo(ImageEvaluator.JUDGING_FAILED);
    assertThat(problem.detail()).matches("[A-Z]\\w+(Exception|Error): .*closed.*");

    look("b");
    assertThatThrownBy(() -> look("c"))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("failed for 3 images in a row")
        .hasMessageContaining(problem.detail());
  }

  @Test
  void whatCannotBeDecodedSaysWhy() {
    JoinedImage original = found(JoinedImage.ORIGINAL, "a", TestImages.encoded("png", 8, 8, 1));
    byte[] half = TestImages.half(TestImages.encoded("png", 8, 8, 2));
    JoinedImage broken = found(JoinedImage.anonymized(0), "a", half);
    ImageResult result = onlooker.look(new ImageJoin.Group("a", List.of(original, broken)), false);
    judges.close();
    assertThat(result.compared()).isTrue();
    assertThat(result.problems()).hasSize(1);
    assertThat(result.problems().get(0).reason()).isEqualTo("truncated");
    assertThat(result.problems().get(0).detail()).isNotBlank().doesNotContain("a.png");
  }
}
