package org.g2face.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.g2face.Fixtures;
import org.g2face.io.LocalFileStore;
import org.g2face.jobs.anonymize.PackagedNetworks;
import org.g2face.model.KnownAnswers;
import org.g2face.model.ModelPackage;
import org.g2face.model.Part;
import org.g2face.model.weights.NamedTensors;
import org.g2face.network.Coefficients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCommandTest {
  private static final String SMALL =
      """
      architecture {
        size = 32
        channels { "4" = 8, "8" = 8, "16" = 6, "32" = 4 }
        style.length = 12
        identity { layers = [1, 1, 1, 1], width = 4, embedding = 8, input = 16 }
        geometry {
          layers = [1, 1, 1, 1], width = 4
          coefficients { identity = 5, expression = 4, texture = 0 }
        }
        extractor.width = 8
        perceptual.backbone = squeezenet
      }
      """;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void createsAPackageThatDescribeExplains() throws IOException {
    String config = Files.writeString(folder.resolve("small.conf"), SMALL).toString();

    assertThat(run("model", "create", "--config", config, "--output", at("a"), "--seed", "5"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString())
        .contains("created generator, style-mapper", "not in these files: perceptual, morphable");
    assertThat(run("model", "create", "--config", config, "--output", at("b"), "--seed", "5"))
        .isZero();
    assertThat(run("model", "describe", "--model", at("a"))).isZero();
    assertThat(out.toString())
        .contains("32 x 32 pixels", "drawn at random from seed 5", "MB in half precision");

    ModelPackage model = open("a");
    assertThat(model.parts()).isEqualTo(ModelPackage.learned(model.architecture()));
    assertThat(model.fingerprint()).isEqualTo(open("b").fingerprint());
  }

  @Test
  void answersAreComparedAndNotReplacedUnasked() throws IOException {
    String config = Files.writeString(folder.resolve("small.conf"), SMALL).toString();
    assertThat(run("model", "create", "--config", config, "--output", at("a"))).isZero();
    Path conf = folder.resolve("a/model.conf");
    String written = Files.readString(conf);

    assertThat(run("model", "answers", "--model", at("a"), "--check")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("generator ", "identity ", " %");
    assertThat(run("model", "answers", "--model", at("a"))).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(err.toString())
        .contains("has known answers, and those of this machine differ from them by: generator ")
        .contains("--replace writes");
    assertThat(run("model", "describe", "--model", at("a"))).isZero();
    assertThat(out.toString()).contains("known answers: 5 networks");

    // Answers of another machine, on which the identity network gave something else.
    KnownAnswers.Answer right = open("a").answers().answers().get(Part.IDENTITY);
    Files.writeString(
        conf, written.replace("spread=" + right.spread(), "spread=" + 2 * right.spread()));
    assertThat(run("model", "answers", "--model", at("a"), "--check")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("answer here: identity");
    assertThat(run("model", "answers", "--model", at("a"), "--replace")).isZero();
    assertThat(Files.readString(conf)).isEqualTo(written);
    assertThat(folder.resolve("a").toFile().list()).noneMatch(name -> name.startsWith("."));
  }

  @Test
  void answersOfWhatCannotBeWrittenAreRefused() throws IOException {
    assertThat(run("model", "answers", "--model", "builtin:compact-128", "--replace"))
        .isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(err.toString())
        .contains("builtin:compact-128 is a part of g2face's jar and cannot be changed");
    assertThat(run("model", "answers", "--model", at("a"), "--check", "--replace"))
        .isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run("model", "answers", "--model", at("nothing"))).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("is not a model package: it has no model.conf");
  }

  @Test
  void theCompactModelOfTheConfigurationIsAsSmallAsItSays() throws IOException {
    assertThat(
            run(
                "model",
                "create",
                "--config",
                "../conf/compact-128.conf",
                "--perceptual",
                Fixtures.path("models/squeezenet-lpips.safetensors").toString(),
                "--morphable",
                Fixtures.path("models/ict_face_model.mat").toString(),
                "--output",
                at("compact")))
        .as(err.toString())
        .isZero();

    ModelPackage model = open("compact");
    assertThat(model.parts()).isEqualTo(EnumSet.complementOf(EnumSet.of(Part.PRIOR)));
    assertThat(model.architecture().size()).isEqualTo(128);
    assertThat(model.morphable().coefficients()).isEqualTo(new Coefficients(80, 64, 0));
    assertThat(model.provenance(Part.MORPHABLE).sources().get(0).file())
        .isEqualTo("ict_face_model.mat");
  }

  @Test
  void exportsHalfOfTheBytesAndWhatIsInUse() throws IOException {
    String config = Files.writeString(folder.resolve("small.conf"), SMALL).toString();
    assertThat(run("model", "create", "--config", config, "--output", at("a"))).isZero();

    assertThat(run("model", "export", "--model", at("a"), "--half", "--output", at("half")))
        .as(err.toString())
        .isZero();
    ModelPackage half = open("half");
    assertThat(half.parts()).isEqualTo(ModelPackage.inUse(half.architecture()));
    for (Part part : half.parts()) {
      NamedTensors before = open("a").weights(part);
      half.weights(part)
          .asMap()
          .forEach(
              (name, tensor) -> {
                for (int i = 0; i < tensor.count(); i++) {
                  float expected = before.get(name).at(i);
                  assertThat(tensor.at(i))
                      .isCloseTo(expected, within(6e-8f + 5e-4f * Math.abs(expected)));
                }
              });
    }
    assertThat(Files.size(folder.resolve("half/generator.safetensors")))
        .isLessThan(Files.size(folder.resolve("a/generator.safetensors")) * 3 / 4);
    assertThat(run("model", "export", "--model", at("a"), "--all", "--output", at("b"))).isZero();
    assertThat(open("b").fingerprint()).isEqualTo(open("a").fingerprint());
  }

  @Test
  void saysWhatIsWrongWithAnArchitecture() throws IOException {
    assertThat(run("model", "create", "--output", at("a"))).isEqualTo(2);
    assertThat(err.toString()).contains("no architecture: give --config");
    Path config =
        Files.writeString(folder.resolve("wrong.conf"), SMALL.replace("backbone", "backbon"));
    assertThat(run("model", "create", "--config", config.toString(), "--output", at("a")))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("wrong.conf", "line 11", "unknown key architecture.perceptual.backbon");
    assertThat(run("config", "--config", config.toString())).isEqualTo(2);
    assertThat(folder.resolve("a")).doesNotExist();
  }

  private ModelPackage open(String name) throws IOException {
    return ModelPackage.load(new LocalFileStore(folder.resolve(name)));
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private int run(String... arguments) {
    return G2Face.commandLine(new PackagedNetworks())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
