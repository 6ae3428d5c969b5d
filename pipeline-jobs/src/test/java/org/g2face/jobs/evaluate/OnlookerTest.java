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
import org.g2face.image.ImageDecoder;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.evaluate.ImageResult.Problem;
import org.g2face.judge.Contract;
import org.g2face.judge.ContractConf;
import org.g2face.judge.Judges;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxFiles;
import org.g2face.weights.LocalFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnlookerTest {
  private static final Map<String, Contract> CONTRACTS =
      ContractConf.read(
          ConfigFactory.parseString(
              """
              means {
                kind = recogniser, file = means.onnx, input = x, output = means
                box = [0, 0, 1, 1], width = 2, height = 2, colours = rgb
                mean = [0, 0, 0], deviation = [1, 1, 1]
              }
              """));

  @TempDir private Path folder;
  private Judges judges;
  private Onlooker onlooker;

  @BeforeEach
  void open() throws IOException {
    Files.write(folder.resolve("means.onnx"), OnnxFiles.means());
    judges = Judges.open(CONTRACTS, new LocalFolder(folder)::open, 4, Execution.onCpu(1));
    Subject subject = new Subject("mine", List.of("made"), List.of(), Optional.empty());
    Plan plan = Plan.of(CONTRACTS, List.of(subject));
    onlooker = new Onlooker(plan, judges, new ImageDecoder(), List.of(0, 1), 3);
    onlooker.addProbe(null);
  }

  private ImageResult look(String id) {
    Found original = found(Found.ORIGINAL, id, TestImages.encoded("png", 8, 8, 1));
    Found made = found(Found.anonymized(0), id, TestImages.encoded("png", 8, 8, 2));
    return onlooker.look(new Gathering.Group(id, List.of(original, made)), false);
  }

  private static Found found(int source, String id, byte[] bytes) {
    return new Found(source, id, id + ".png", bytes, null, "");
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
    assertThat(problem.reason()).isEqualTo(Onlooker.JUDGING_FAILED);
    assertThat(problem.detail()).matches("[A-Z]\\w+(Exception|Error): .*closed.*");

    look("b");
    assertThatThrownBy(() -> look("c"))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("failed for 3 images in a row")
        .hasMessageContaining(problem.detail());
  }

  @Test
  void whatCannotBeDecodedSaysWhy() {
    Found original = found(Found.ORIGINAL, "a", TestImages.encoded("png", 8, 8, 1));
    byte[] half = TestImages.half(TestImages.encoded("png", 8, 8, 2));
    Found broken = found(Found.anonymized(0), "a", half);
    ImageResult result = onlooker.look(new Gathering.Group("a", List.of(original, broken)), false);
    judges.close();
    assertThat(result.compared()).isTrue();
    assertThat(result.problems()).hasSize(1);
    assertThat(result.problems().get(0).reason()).isEqualTo("truncated");
    assertThat(result.problems().get(0).detail()).isNotBlank().doesNotContain("a.png");
  }
}
