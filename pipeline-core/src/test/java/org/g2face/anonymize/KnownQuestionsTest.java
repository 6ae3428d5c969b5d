package org.g2face.anonymize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.g2face.io.LocalFileStore;
import org.g2face.model.KnownAnswers;
import org.g2face.model.ModelException;
import org.g2face.model.ModelPackage;
import org.g2face.model.Packages;
import org.g2face.model.Part;
import org.g2face.onnx.Execution;
import org.g2face.payload.Ieee754Codec;
import org.g2face.preflight.RelativeError;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownQuestionsTest {
  private static final Execution CPU = Execution.onCpu(1);

  @TempDir private Path folder;

  private ModelPackage answered() throws IOException {
    Packages.compact(folder.resolve("right"));
    return KnownQuestions.record(new LocalFileStore(folder.resolve("right")), CPU);
  }

  private static void open(ModelPackage model) throws IOException {
    open(model, false);
  }

  private static void open(ModelPackage model, boolean noise) throws IOException {
    new Anonymizer(
            model,
            new Anonymizer.Options(new byte[32], Ieee754Codec::new, "test", 2, noise, true, CPU))
        .close();
    new Recoverer(model, Ieee754Codec::new, "test", 2, CPU).close();
  }

  @Test
  void aPackageWithAnswersOpensAndKeepsItsFingerprint() throws IOException {
    ModelPackage before = Packages.compact(folder.resolve("before"));
    ModelPackage model = answered();

    assertThat(model.answers().answers())
        .containsOnlyKeys(
            Part.IDENTITY,
            Part.GEOMETRY,
            Part.DUMMY_IDENTITY,
            Part.PASSWORD_EXTRACTOR,
            Part.GENERATOR);
    assertThat(model.fingerprint()).isEqualTo(before.fingerprint());
    assertThat(ModelPackage.load(new LocalFileStore(folder.resolve("right"))).answers())
        .isEqualTo(model.answers());
    open(model);
    open(model, true);
    open(before);
    // Asked again it answers the same, and the file stays the same byte for byte.
    String text = Files.readString(folder.resolve("right/model.conf"));
    KnownQuestions.record(new LocalFileStore(folder.resolve("right")), Execution.onCpu(2));
    assertThat(Files.readString(folder.resolve("right/model.conf"))).hasSameSizeAs(text);
  }

  /** Stands for a runtime that computes a generator wrong by a few per cent. */
  @Test
  void anotherGeneratorIsNoticedBeforeTheFirstFace() throws IOException {
    ModelPackage right = answered();
    Packages.compact(
        folder.resolve("wrong"),
        weight -> {
          float[] values = weight.toArray();
          for (int i = 0; i < values.length; i++) {
            values[i] *= 1.02f;
          }
          return Tensor.of(values, weight.shape());
        });
    LocalFileStore other = new LocalFileStore(folder.resolve("wrong"));
    ModelPackage wrong = ModelPackage.load(other).withAnswers(other, right.answers());

    assertThatThrownBy(() -> open(wrong))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("the generator answers otherwise than model.conf says")
        .hasMessageContaining("in ONNX Runtime 1.29.0 on ")
        .hasMessageContaining("try another machine");
  }

  @Test
  void everyNetworkIsAsked() throws IOException {
    ModelPackage right = answered();
    LocalFileStore place = new LocalFileStore(folder.resolve("right"));
    for (Map.Entry<Part, KnownAnswers.Answer> each : right.answers().answers().entrySet()) {
      KnownAnswers.Answer answer = each.getValue();
      KnownAnswers one =
          new KnownAnswers(
              right.answers().seed(),
              Map.of(
                  each.getKey(),
                  new KnownAnswers.Answer(
                      answer.mean() + 0.01 * Math.max(answer.spread(), 1e-3),
                      answer.spread(),
                      answer.probes())));
      ModelPackage changed = right.withAnswers(place, one);
      assertThatThrownBy(() -> open(changed))
          .as(each.toString())
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("the " + each.getKey().key() + " answers otherwise")
          .hasMessageContaining("by 1.0 %");
    }
  }

  /** Stands for a network whose weights have run away in training. */
  @Test
  void aNetworkWithoutNumbersIsNamed() {
    Packages.compact(folder.resolve("wild"), weight -> Tensor.filled(1e30f, weight.shape()));

    assertThatThrownBy(() -> KnownQuestions.record(new LocalFileStore(folder.resolve("wild")), CPU))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("the generator answers with what is no number");
  }

  @Test
  void answersThatNobodyAsksForAreRefused() throws IOException {
    ModelPackage model = answered();
    Path conf = folder.resolve("right/model.conf");
    String text = Files.readString(conf);
    KnownAnswers.Answer answer = model.answers().answers().get(Part.IDENTITY);

    assertThatThrownBy(() -> new KnownAnswers(1, Map.of(Part.DISCRIMINATOR, answer)))
        .hasMessageContaining("nobody asks the discriminator for its answer");
    assertThatThrownBy(() -> new KnownAnswers.Answer(0, 1, List.of()))
        .hasMessageContaining("at least one probe");
    String answers = text.substring(text.indexOf("answers {"), text.indexOf("architecture {"));
    Files.writeString(
        conf, text.replace(answers, answers.replace("generator {", "style-mapper {")));
    assertThatThrownBy(() -> ModelPackage.load(new LocalFileStore(folder.resolve("right"))))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("style-mapper");
    Files.writeString(conf, text.replaceAll("probes=\\[[^]]*]", "probes=[]"));
    assertThatThrownBy(() -> ModelPackage.load(new LocalFileStore(folder.resolve("right"))))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("at least one probe");
  }

  @Test
  void differencesAreToldInPerCent() {
    assertThat(new RelativeError(0.0123)).hasToString("1.2 %");
    assertThat(new RelativeError(0.43)).hasToString("43 %");
    assertThat(new RelativeError(2.5)).hasToString("250 %");
    assertThat(new RelativeError(1e9)).hasToString("more than 1000 %");
    assertThat(new RelativeError(Double.NaN).within(1)).isFalse();
  }
}
