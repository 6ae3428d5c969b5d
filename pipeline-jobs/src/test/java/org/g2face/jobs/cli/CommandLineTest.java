package org.g2face.jobs.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.anonymize.FaceNetworks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of the command line have in common: a folder, the commands, and what they print. */
abstract class CommandLineTest {
  static final String PASSPHRASE = "correct horse battery staple";

  @TempDir Path folder;
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();

  @BeforeEach
  @AfterEach
  void stopTheSharedSession() {
    TestSpark.stop();
  }

  FaceNetworks networks() {
    return new PixelNetworks();
  }

  int run(Object... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> words = new ArrayList<>();
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    return G2Face.commandLine(networks())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words.toArray(String[]::new));
  }

  /** Keys with {@link #PASSPHRASE}. */
  Path keys(String name) throws IOException {
    Path file = folder.resolve(name + ".json");
    if (run("keys", "create", "--keys", file, "--passphrase-file", passphrase()) != 0) {
      throw new AssertionError(err.toString());
    }
    return file;
  }

  Path passphrase() throws IOException {
    return Files.writeString(folder.resolve("passphrase"), PASSPHRASE + "\n");
  }

  int anonymize(Path input, String output, Object... more) {
    return run(words("anonymize", input, output, more));
  }

  int recover(Path input, String output, Object... more) {
    return run(words("recover", input, output, more));
  }

  private Object[] words(String command, Path input, String output, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of(
                command,
                "--input",
                input,
                "--output",
                folder.resolve(output),
                "--model",
                "pixels",
                "--layout",
                "both",
                "--master",
                "local[2]"));
    words.addAll(List.of(more));
    return words.toArray();
  }

  JsonNode manifest(String output) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(output + "/manifest.json").toFile());
  }
}
