package org.g2face.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.g2face.image.SealedChunk;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.anonymize.FaceNetworks;
import org.g2face.jobs.anonymize.PackagedNetworks;
import org.g2face.jobs.anonymize.PhotographNetworks;
import org.g2face.keys.KeyFile;
import org.g2face.keys.KeyMaterial;
import org.g2face.model.Packages;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs jobs with keys, with everything switched on that makes Spark write things down and nothing
 * that would encrypt or compress them, and searches every byte that is left behind for the keys and
 * the passphrase.
 */
class KeyTracesTest extends CommandLineTest {
  private FaceNetworks networks = new PixelNetworks();

  @Override
  FaceNetworks networks() {
    return networks;
  }

  @Test
  void aRunLeavesNoKeyBehind() throws IOException {
    search("local[2]");
  }

  /** Published without faces, so that something is sealed into their files. */
  @Test
  void neitherDoPhotographs() throws IOException {
    networks = new PhotographNetworks(new PackagedNetworks());
    Path model = folder.resolve("model");
    Packages.compact(model);
    TestImages.write(folder.resolve("faces"), "1.png", 1);
    TestImages.write(folder.resolve("faces"), "2.png", 2);
    Path keys = keys("ward");
    watch(
        keys,
        () ->
            List.of(
                words(
                    "local[2]",
                    new String[] {
                      "photographs.no-face=publish", "photographs.publish-reason=landscapes"
                    },
                    "anonymize",
                    "--photographs",
                    "--input",
                    folder.resolve("faces"),
                    "--output",
                    folder.resolve("out"),
                    "--layout",
                    "both",
                    "--model",
                    model,
                    "--vault",
                    folder.resolve("vault"),
                    "--keys",
                    keys),
                words(
                    "local[2]",
                    new String[0],
                    "recover",
                    "--photographs",
                    "--input",
                    folder.resolve("out"),
                    "--output",
                    folder.resolve("back"),
                    "--model",
                    model,
                    "--keys",
                    keys)));
    assertThat(SealedChunk.find(Files.readAllBytes(folder.resolve("out/files/1.png")))).isPresent();
    assertThat(manifest("back").at("/counts/published").asInt()).isEqualTo(2);
  }

  @Test
  @Tag("long")
  void neitherDoExecutorsOfTheirOwn() throws IOException {
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    search(
        "local-cluster[2,1,1024]",
        "spark.authenticate=true",
        "spark.authenticate.secret=only for this test",
        "spark.network.crypto.enabled=true",
        "spark.executor.memory=512m",
        "spark.executor.extraClassPath=" + System.getProperty("java.class.path"));
  }

  @Test
  @Tag("long")
  void keysDoNotGoOverANetworkInTheClear() throws IOException {
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    TestImages.write(folder.resolve("faces"), "1.png", 1);
    Path keys = keys("ward");
    assertThat(
            run(
                "anonymize",
                "--input",
                folder.resolve("faces"),
                "--output",
                folder.resolve("out"),
                "--model",
                "pixels",
                "--keys",
                keys,
                "--passphrase-file",
                passphrase(),
                "--master",
                "local-cluster[1,1,1024]",
                "-D",
                "spark.authenticate=false"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("in the clear", "spark.network.crypto.enabled");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  private void search(String master, String... more) throws IOException {
    for (int i = 0; i < 6; i++) {
      TestImages.write(folder.resolve("faces"), i + ".png", i);
    }
    // A run with it fails with a stack trace.
    TestImages.write(
        folder.resolve("wrong"),
        "passphrase",
        "quite another one".getBytes(StandardCharsets.UTF_8));
    Path keys = keys("ward");
    watch(
        keys,
        () ->
            List.of(
                words(
                    master,
                    more,
                    "anonymize",
                    "--input",
                    folder.resolve("faces"),
                    "--output",
                    folder.resolve("out"),
                    "--model",
                    "pixels",
                    "--vault",
                    folder.resolve("vault"),
                    "--hash-names",
                    "--keys",
                    keys),
                words(
                    master,
                    more,
                    "recover",
                    "--input",
                    folder.resolve("out"),
                    "--output",
                    folder.resolve("back"),
                    "--model",
                    "pixels",
                    "--keys",
                    keys),
                words(
                    master,
                    more,
                    "recover",
                    "--vault",
                    folder.resolve("vault"),
                    "--output",
                    folder.resolve("originals"),
                    "--keys",
                    keys),
                new Object[] {
                  "anonymize",
                  "--input",
                  folder.resolve("faces"),
                  "--output",
                  folder.resolve("none"),
                  "--model",
                  "pixels",
                  "--keys",
                  keys,
                  "--verbose",
                  "--passphrase-file",
                  folder.resolve("wrong/passphrase")
                },
                new Object[] {
                  "config", "-D", "keys.uri=" + keys, "-D", "keys.passphrase-file=" + passphrase()
                }));
    assertThat(manifest("out").at("/counts/published").asInt()).isEqualTo(6);
    assertThat(manifest("back").at("/counts/published").asInt()).isEqualTo(6);
    assertThat(manifest("originals").at("/counts/published").asInt()).isEqualTo(6);
  }

  private interface Commands {
    List<Object[]> get() throws IOException;
  }

  /** Runs commands and searches what they leave behind. */
  private void watch(Path keys, Commands commands) throws IOException {
    TraceKeeper.keepIn(Files.createDirectories(folder.resolve("kept")));
    Files.createDirectories(folder.resolve("events"));
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    PrintStream realOut = System.out;
    PrintStream realErr = System.err;
    System.setOut(new PrintStream(console, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(console, true, StandardCharsets.UTF_8));
    List<String> printed = new ArrayList<>();
    try {
      for (Object[] command : commands.get()) {
        run(command);
        printed.add(out.toString() + err);
        assertThat(folder.resolve("out/manifest.json")).as(printed.toString()).exists();
      }
    } finally {
      System.setOut(realOut);
      System.setErr(realErr);
    }

    KeyMaterial material =
        KeyFile.parse(Files.readAllBytes(keys)).open(PASSPHRASE::toCharArray).material();
    Needles needles =
        new Needles()
            .add("keys", material.toBytes())
            .add("dummy identities", material.identitySecret("g2face dummy identities"))
            .add("names", material.identitySecret("g2face names of images"))
            .add("passphrase", PASSPHRASE.getBytes(StandardCharsets.UTF_8));
    Path passphrase = folder.resolve("passphrase");
    assertThat(needles.in(folder)).as("the search finds").isNotEmpty();
    Files.delete(passphrase);
    Files.write(folder.resolve("console"), console.toByteArray());
    Files.writeString(folder.resolve("printed"), String.join("\n", printed));
    assertThat(printed).noneMatch(String::isEmpty);
    requireEvidence();
    assertThat(needles.in(folder)).isEmpty();
  }

  private Object[] words(String master, String[] more, Object... arguments) throws IOException {
    List<Object> words = new ArrayList<>(List.of(arguments));
    words.addAll(List.of("--passphrase-file", passphrase(), "--verbose", "--master", master));
    List<String> settings =
        new ArrayList<>(
            List.of(
                "spark.ui.enabled=true",
                "spark.ui.port=0",
                "spark.eventLog.enabled=true",
                "spark.eventLog.compress=false",
                "spark.eventLog.dir=" + folder.resolve("events").toUri(),
                "spark.local.dir=" + Files.createDirectories(folder.resolve("local")),
                "spark.io.encryption.enabled=false",
                "spark.broadcast.compress=false",
                "spark.shuffle.compress=false",
                "spark.shuffle.spill.compress=false",
                "spark.extraListeners=" + TraceKeeper.class.getName()));
    settings.addAll(List.of(more));
    for (String setting : settings) {
      words.add("-D");
      words.add(setting);
    }
    return words.toArray();
  }

  /** Makes sure that there was something to search: shuffle files, events, pages. */
  private void requireEvidence() throws IOException {
    List<String> names;
    try (Stream<Path> files = Files.walk(folder)) {
      names = files.filter(Files::isRegularFile).map(Path::toString).toList();
    }
    for (String part :
        List.of(
            "/kept/.*shuffle_",
            "/events/",
            "/kept/.*environment.html",
            "/vault/originals/part",
            "/out/images/part")) {
      if (names.stream().noneMatch(name -> name.matches(".*" + part + ".*"))) {
        fail("nothing like " + part + " in " + names);
      }
    }
  }
}
