package org.g2face.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.g2face.Fixtures;
import org.g2face.image.Decoded;
import org.g2face.image.ImageDecoder;
import org.g2face.image.RgbImage;
import org.g2face.image.SealedChunk;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.anonymize.FaceNetworks;
import org.g2face.jobs.anonymize.PackagedNetworks;
import org.g2face.jobs.anonymize.PhotographNetworks;
import org.g2face.model.Packages;
import org.junit.jupiter.api.Test;

/** Whole photographs from the command line, with fresh networks. */
class PhotographsTest extends CommandLineTest {
  @Override
  FaceNetworks networks() {
    return new PhotographNetworks(new PackagedNetworks());
  }

  @Test
  void withoutFacesNothingIsPublishedUnlessSomebodySaysWhy() throws IOException {
    Packages.compact(folder.resolve("model"));
    TestImages.write(folder.resolve("in"), "a.png", 1);
    TestImages.write(folder.resolve("in"), "b.jpg", 2);
    Object[] keys = {"--keys", keys("ward"), "--passphrase-file", passphrase()};

    assertThat(job("anonymize", "in", "out", keys)).isEqualTo(3);
    assertThat(out.toString()).contains("0 published, 2 quarantined (no_face 2)");

    Object[] unsaid = {"--mode", "irreversible", "-D", "photographs.no-face=publish"};
    assertThat(job("anonymize", "in", "open", unsaid)).isEqualTo(2);
    assertThat(err.toString()).contains("only for a stated reason");

    Object[] publish = {
      "-D", "photographs.no-face=publish", "-D", "photographs.publish-reason=landscapes"
    };
    assertThat(job("anonymize", "in", "open", and(keys, publish))).as(err.toString()).isZero();
    assertThat(picture("open/files/a.png")).isEqualTo(picture("in/a.png"));
    assertThat(Files.readString(folder.resolve("open/manifest.json"))).contains("landscapes");
    Object[] other = and(publish, "--resume", "-D", "photographs.smallest-face=20");
    assertThat(job("anonymize", "in", "open", and(keys, other))).isEqualTo(2);
    assertThat(err.toString()).contains("cannot resume", "photographs.policy");
    assertThat(job("recover", "open", "back", keys)).as(err.toString()).isZero();
    assertThat(picture("back/files/a.png")).isEqualTo(picture("in/a.png"));

    Object[] blur = {"--mode", "irreversible", "-D", "photographs.no-face=blur_whole"};
    assertThat(job("anonymize", "in", "blurred", blur)).as(err.toString()).isZero();

    Row row = rows("open", "images").get(0);
    assertThat(row.<String>getAs("status")).isEqualTo("unchanged");
    assertThat(row.<String>getAs("reason")).isEqualTo("landscapes");
    assertThat(rows("blurred", "images").get(0).<String>getAs("status")).isEqualTo("blurred");
  }

  @Test
  void everyFaceOfARealPhotographIsReplacedAndComesBackWithTheKeysOnly() throws IOException {
    writeScene();
    Object[] keys = {"--keys", keys("ward"), "--passphrase-file", passphrase()};

    assertThat(job("anonymize", "in", "out", and(keys, detectors(1)))).as(err.toString()).isZero();
    RgbImage before = picture("in/group.jpg");
    RgbImage after = picture("out/files/group.png");
    assertThat(after).isNotEqualTo(before);
    assertThat(after.crop(0, 0, 500, 20)).isEqualTo(before.crop(0, 0, 500, 20));

    assertThat(job("recover", "out", "back", keys)).as(err.toString()).isZero();
    assertThat(picture("back/files/group.png")).isNotEqualTo(after);
    assertThat(picture("back/files/group.png").crop(0, 0, 500, 20))
        .isEqualTo(before.crop(0, 0, 500, 20));

    // Loose files tell of the key that they need, and of the name that the dataset must have.
    Object[] others = {
      "--keys", keys("other"), "--passphrase-file", passphrase(), "--dataset", "out"
    };
    assertThat(job("recover", "out/files", "locked", others)).as(err.toString()).isEqualTo(3);

    Row row = rows("out", "images").get(0);
    List<Row> faces = row.getList(row.fieldIndex("faces"));
    assertThat(faces).hasSizeGreaterThanOrEqualTo(3);
    assertThat(faces).allMatch(face -> face.<String>getAs("decision").equals("anonymized"));
    assertThat(faces.stream().map(face -> face.<String>getAs("dummy_id"))).doesNotHaveDuplicates();
    Row audit = rows("out", "audit").get(0);
    assertThat(audit.<Integer>getAs("faces")).isEqualTo(faces.size());
    String sealingKey = manifest("out").at("/privacy/sealing_key").asText();
    assertThat(audit.<String>getList(audit.fieldIndex("key_ids"))).containsExactly(sealingKey);
    Row refused = rows("locked", "quarantine").get(0);
    assertThat(refused.<String>getAs("reason")).isEqualTo("seal_broken");
    assertThat(refused.<String>getAs("detail")).contains("key " + sealingKey, "not in the keyset");
  }

  @Test
  void withTheOriginalSealedEveryPixelComesBack() throws IOException {
    writeScene();
    Object[] keys = {"--keys", keys("ward"), "--passphrase-file", passphrase()};
    Object[] exact = and(detectors(1), "--recovery", "exact");

    assertThat(job("anonymize", "in", "out", and(keys, exact))).as(err.toString()).isZero();
    assertThat(picture("out/files/group.png")).isNotEqualTo(picture("in/group.jpg"));
    assertThat(job("recover", "out", "back", keys)).as(err.toString()).isZero();
    assertThat(picture("back/files/group.png")).isEqualTo(picture("in/group.jpg"));
  }

  @Test
  void irreversiblyNothingIsSealed() throws IOException {
    writeScene();
    Object[] irreversible = {"--mode", "irreversible"};

    assertThat(job("anonymize", "in", "out", and(irreversible, detectors(1))))
        .as(err.toString())
        .isZero();
    byte[] file = Files.readAllBytes(folder.resolve("out/files/group.png"));
    assertThat(SealedChunk.find(file)).isEmpty();
    assertThat(job("recover", "out", "back", "--keys", keys("ward"))).isEqualTo(2);
    assertThat(err.toString()).contains("there is nothing to recover");

    // A cosine that nothing lies below: what is refused tells how many faces were found.
    assertThat(job("anonymize", "in", "none", and(irreversible, detectors(-1)))).isEqualTo(3);
    assertThat(rows("none", "quarantine").get(0).<String>getAs("reason"))
        .isEqualTo("still_recognised");
    assertThat(rows("none", "audit").get(0).<Integer>getAs("faces")).isGreaterThanOrEqualTo(3);
  }

  @Test
  void photographsNeedKeysThatSealAndDetectorsTheirFiles() throws IOException {
    Packages.compact(folder.resolve("model"));
    TestImages.write(folder.resolve("in"), "a.png", 1);

    assertThat(job("recover", "in", "out", "--dataset", "in", "--codec", "sealed")).isEqualTo(2);
    assertThat(err.toString()).contains("recovering needs keys");
    assertThat(job("anonymize", "in", "out", "--mode", "reversible", "--codec", "ieee754"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--codec ieee754 hides identities in aligned faces only");
    assertThat(job("recover", "in", "out", "--codec", "ieee754")).isEqualTo(2);
    assertThat(err.toString()).contains("--codec ieee754 hides identities in aligned faces only");
    assertThat(refusal("photographs.detector.kind=ultraface"))
        .contains("a detector of kind ultraface has 1 ONNX files, not 0");
    assertThat(refusal("photographs.landmarks=nowhere.onnx"))
        .contains("there is no file nowhere.onnx");
    assertThat(refusal("photographs.seal-key=0123456789abcdef0123456789abcdef"))
        .contains("seal-key");
  }

  private String refusal(String setting) {
    assertThat(job("anonymize", "in", "out", "--mode", "irreversible", "-D", setting)).isEqualTo(2);
    return err.toString();
  }

  private void writeScene() throws IOException {
    Path scene = Fixtures.path("faces/portraits/scene-2008_001322.jpg");
    // More coordinates than the hidden bits of a face could hold.
    Packages.crowded(folder.resolve("model"));
    TestImages.write(folder.resolve("in"), "group.jpg", Files.readAllBytes(scene));
  }

  /**
   * @param mostCosine 1, since fresh networks change no face so that their own identity network
   *     sees it
   */
  private static Object[] detectors(int mostCosine) {
    String models = Fixtures.path("models").toString();
    List<String> mtcnn = List.of("pnet.onnx", "rnet.onnx", "onet.onnx");
    return new Object[] {
      "-D",
      "photographs.detector.kind=ultraface",
      "-D",
      "photographs.detector.files=[\"" + models + "/ultraface-rfb-320.onnx\"]",
      "-D",
      "photographs.second-detector.kind=mtcnn",
      "-D",
      "photographs.second-detector.files=[\""
          + String.join("\",\"", mtcnn.stream().map(part -> models + "/mtcnn-" + part).toList())
          + "\"]",
      "-D",
      "photographs.landmarks=" + models + "/fr_landmark.onnx",
      "-D",
      "photographs.most-cosine=" + mostCosine
    };
  }

  private static Object[] and(Object[] some, Object... more) {
    List<Object> all = new ArrayList<>(List.of(some));
    all.addAll(List.of(more));
    return all.toArray();
  }

  private RgbImage picture(String file) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(file));
    return ((Decoded.Picture) new ImageDecoder().decode(bytes, file)).image();
  }

  /** Reads in the shared session, after which no command can be run. */
  private List<Row> rows(String dataset, String part) {
    return TestSpark.session()
        .read()
        .parquet(folder.resolve(dataset).resolve(part).toString())
        .orderBy("image_id")
        .collectAsList();
  }

  private int job(String command, String input, String output, Object... more) {
    Object[] job = {
      command,
      "--photographs",
      "--layout",
      "both",
      "--input",
      folder.resolve(input),
      "--output",
      folder.resolve(output),
      "--model",
      folder.resolve("model"),
      "--master",
      "local[1]"
    };
    return run(and(job, more));
  }
}
