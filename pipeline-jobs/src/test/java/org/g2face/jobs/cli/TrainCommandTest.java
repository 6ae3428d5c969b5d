package org.g2face.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.g2face.io.LocalFileStore;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.anonymize.PackagedNetworks;
import org.g2face.model.ModelPackage;
import org.g2face.model.Packages;
import org.g2face.model.Part;
import org.g2face.onnx.OnnxFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void packsAFolderAndTrainsOnItInTwoSittings() throws IOException {
    TestSpark.stop();
    for (int i = 0; i < 9; i++) {
      TestImages.write(folder.resolve("faces"), i + ".png", i);
    }
    Packages.compact(folder.resolve("start"));
    Path config =
        Files.writeString(
            folder.resolve("train.conf"),
            """
        train {
          losses { perceptual = 0, mesh = 0, colour = 0, landmarks = 0 }
          batch-size = 2
          checkpoint-every = 2
          grid-every = 2
        }
        """);

    assertThat(
            run(
                "ingest",
                "--input",
                at("faces"),
                "--output",
                at("data"),
                "--size",
                "32",
                "--validation",
                "0"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("9 images for training, 0 for validation");
    assertThat(train(config, "2")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("trained to step 2");
    assertThat(train(config, "4")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("trained to step 4");

    Path run = folder.resolve("run");
    assertThat(run.resolve("checkpoints/step-000000004/progress.conf"))
        .content()
        .contains("step = 4", "data.epoch = 0", "data.images = 8");
    assertThat(run.resolve("samples/step-000000004.png")).isNotEmptyFile();
    assertThat(list(run.resolve("events"))).hasSize(2);
    assertThat(ModelPackage.load(new LocalFileStore(run.resolve("model"))).parts())
        .contains(Part.GENERATOR, Part.DISCRIMINATOR, Part.GEOMETRY);
    List<Path> starts = list(run.resolve("starts"));
    assertThat(starts).hasSize(2);
    JsonNode start = new ObjectMapper().readTree(starts.get(1).toFile());
    assertThat(start.at("/configuration/train/losses/perceptual").asDouble()).isZero();
    assertThat(start.at("/images").asInt()).isEqualTo(9);
  }

  @Test
  void whatDoesNotFitIsToldBeforeAnythingStarts() throws IOException {
    TestSpark.stop();
    TestImages.write(folder.resolve("faces"), "1.png", 1);
    Packages.compact(folder.resolve("start"));
    Path config = Files.writeString(folder.resolve("train.conf"), "");
    assertThat(
            run(
                "ingest",
                "--input",
                at("faces"),
                "--output",
                at("data"),
                "--size",
                "16",
                "--validation",
                "0"))
        .isZero();

    assertThat(train(config, "2")).isEqualTo(2);
    assertThat(err.toString()).contains("the model is for faces of 32 x 32 pixels");
    assertThat(folder.resolve("run")).doesNotExist();
    assertThat(run("train", "--data", at("data"), "--output", at("run"))).isEqualTo(2);
    assertThat(err.toString()).contains("no model: give --model, or train.model");
  }

  @Test
  void aModelThatLacksWhatALossNeedsIsToldOnce() throws IOException {
    TestSpark.stop();
    TestImages.write(folder.resolve("faces"), "1.png", 1);
    Packages.compact(folder.resolve("start"));
    Path config = Files.writeString(folder.resolve("train.conf"), "train.batch-size = 1");
    assertThat(
            run(
                "ingest",
                "--input",
                at("faces"),
                "--output",
                at("data"),
                "--size",
                "32",
                "--validation",
                "0"))
        .isZero();

    assertThat(train(config, "2")).isEqualTo(1);
    assertThat(err.toString()).contains("perceptual").doesNotContain("a rank was lost");
  }

  @Test
  void anIdentityNetworkLearnsFromAnOnnxFile() throws IOException {
    TestSpark.stop();
    for (int i = 0; i < 5; i++) {
      TestImages.write(folder.resolve("faces"), i + ".png", i);
    }
    ModelPackage start = Packages.compact(folder.resolve("start"));
    Files.write(folder.resolve("teacher.onnx"), OnnxFiles.means());
    Path config =
        Files.writeString(
            folder.resolve("train.conf"),
            """
        train {
          stage = identity
          teacher { input = x, output = means, width = 2, height = 2 }
          distillation { direction = 0, relations = 1 }
          batch-size = 2
        }
        """);
    assertThat(
            run(
                "ingest",
                "--input",
                at("faces"),
                "--output",
                at("data"),
                "--size",
                "32",
                "--validation",
                "0"))
        .isZero();

    assertThat(train(config, "3")).isEqualTo(2);
    assertThat(err.toString()).contains("no teacher: give --teacher");
    assertThat(train(config, "3", "--teacher", at("absent.onnx"))).isEqualTo(2);
    assertThat(err.toString()).contains("cannot read the network");
    assertThat(folder.resolve("run")).doesNotExist();
    assertThat(train(config, "3", "--teacher", at("teacher.onnx"))).as(err.toString()).isZero();

    onlyChanged(Part.IDENTITY, start);
  }

  @Test
  void aGeometryNetworkLearnsFromOnnxFiles() throws IOException {
    TestSpark.stop();
    for (int i = 0; i < 5; i++) {
      TestImages.write(folder.resolve("faces"), i + ".png", i);
    }
    ModelPackage start = Packages.withMorphable(folder.resolve("start"));
    Files.write(folder.resolve("points.onnx"), OnnxFiles.points());
    Files.write(folder.resolve("pose.onnx"), OnnxFiles.pose());
    Path config =
        Files.writeString(
            folder.resolve("train.conf"),
            """
        train {
          stage = geometry
          landmarks { input = x, output = points, width = 2, height = 2 }
          pose { input = x, output = pose, width = 2, height = 2 }
          batch-size = 2
        }
        """);
    assertThat(
            run(
                "ingest",
                "--input",
                at("faces"),
                "--output",
                at("data"),
                "--size",
                "32",
                "--validation",
                "0"))
        .isZero();

    assertThat(train(config, "3")).isEqualTo(2);
    assertThat(err.toString()).contains("no landmarks: give --landmarks");
    assertThat(train(config, "3", "--landmarks", at("points.onnx"))).isEqualTo(2);
    assertThat(err.toString()).contains("no pose: give --pose");
    String[] files = {"--landmarks", at("points.onnx"), "--pose", at("pose.onnx")};
    assertThat(train(config, "2", "--landmarks", at("pose.onnx"), "--pose", at("pose.onnx")))
        .isEqualTo(2);
    assertThat(err.toString()).contains("pose.onnx: the network has no output of the name points");
    assertThat(folder.resolve("run")).doesNotExist();
    assertThat(train(config, "2", files)).as(err.toString()).isZero();
    assertThat(train(config, "3", files)).as(err.toString()).isZero();

    onlyChanged(Part.GEOMETRY, start);
  }

  @Test
  void aPriorIsTrainedDrawsFacesAndStartsTheMainTraining() throws IOException {
    TestSpark.stop();
    for (int i = 0; i < 5; i++) {
      TestImages.write(folder.resolve("faces"), i + ".png", i);
    }
    Packages.compact(folder.resolve("start"));
    Path config =
        Files.writeString(
            folder.resolve("train.conf"),
            """
        train {
          losses { perceptual = 0, mesh = 0, colour = 0, landmarks = 0, r1-every = 2 }
          batch-size = 2
          grid-every = 2
        }
        """);
    assertThat(
            run(
                "ingest",
                "--input",
                at("faces"),
                "--output",
                at("data"),
                "--size",
                "32",
                "--validation",
                "0"))
        .isZero();
    assertThat(train(config, "2", "--stage", "prior")).as(err.toString()).isZero();
    assertThat(folder.resolve("run/samples/step-000000002.png")).isNotEmptyFile();

    String model = folder.resolve("run/model").toString();
    assertThat(run("model", "sample", "--model", model, "--count", "3", "--output", at("nobody")))
        .as(err.toString())
        .isZero();
    assertThat(list(folder.resolve("nobody"))).hasSize(3);
    assertThat(run("model", "sample", "--model", at("start"), "--output", at("none"))).isEqualTo(1);
    assertThat(err.toString()).contains("prior");
    assertThat(folder.resolve("none")).doesNotExist();
    assertThat(
            run(
                "train",
                "--config",
                config.toString(),
                "--data",
                at("data"),
                "--model",
                model,
                "--output",
                at("second"),
                "--steps",
                "1"))
        .as(err.toString())
        .isZero();
    assertThat(ModelPackage.load(new LocalFileStore(folder.resolve("second/model"))).parts())
        .contains(Part.PRIOR, Part.GENERATOR);
  }

  private void onlyChanged(Part trained, ModelPackage start) throws IOException {
    Path model = folder.resolve("run/model");
    assertThat(ModelPackage.load(new LocalFileStore(model)).parts()).isEqualTo(start.parts());
    for (Part part : start.parts()) {
      boolean same =
          Files.mismatch(folder.resolve("start").resolve(part.file()), model.resolve(part.file()))
              < 0;
      assertThat(same).as(part.key()).isEqualTo(part != trained);
    }
  }

  private int train(Path config, String steps, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--config",
                config.toString(),
                "--data",
                at("data"),
                "--output",
                at("run"),
                "--model",
                at("start"),
                "--steps",
                steps));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private int run(String... arguments) {
    return G2Face.commandLine(new PackagedNetworks())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
