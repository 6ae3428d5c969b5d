package org.g2face.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.g2face.keys.KeyFile;
import org.g2face.keys.KeySet;
import org.junit.jupiter.api.Test;

class KeysCommandTest extends CommandLineTest {
  private KeySet open(Path file) throws IOException {
    return KeyFile.parse(Files.readAllBytes(file)).open(PASSPHRASE::toCharArray);
  }

  @Test
  void createdKeysAreShownButNotPrinted() throws IOException {
    Path file = keys("ward-3");

    assertThat(out.toString())
        .contains("keys 'ward-3', encrypted by a passphrase, by Argon2id (65536 KiB, 3 iterations")
        .contains("sealing", "identities", "vault", "AES256_SIV", "HMAC_SHA256_PRF", "AES256_GCM")
        .doesNotContainPattern("[0-9a-fA-F]{24}");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(open(file).keys()).hasSize(3);
    assertThat(run("keys", "show", "--keys", file)).as("needs no passphrase").isZero();
    assertThat(out.toString()).contains("not verified").contains(open(file).keys().get(0).id());
    assertThat(run("keys", "show", "--keys", file, "--verify", "--passphrase-file", passphrase()))
        .isZero();
    assertThat(out.toString()).contains("verified: the file opens");
    try (var files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("ward-3.json", "passphrase");
    }
  }

  @Test
  void keysAreNeverOverwritten() throws IOException {
    Path file = keys("ward-3");
    byte[] before = Files.readAllBytes(file);

    assertThat(run("keys", "create", "--keys", file, "--passphrase-file", passphrase()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("keys are never overwritten").doesNotContain("\tat ");
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void rotatingKeepsTheOldKeysForReading() throws IOException {
    Path file = keys("ward-3");
    KeySet before = open(file);

    assertThat(run("keys", "rotate", "--keys", file, "--passphrase-file", passphrase())).isZero();

    KeySet after = open(file);
    assertThat(after.keys())
        .hasSize(5)
        .containsAll(
            before.keys().stream().filter(key -> key.purpose().equals("identities")).toList());
    assertThat(after.keys().stream().map(key -> key.id()).toList())
        .containsAll(before.keys().stream().map(key -> key.id()).toList());
    assertThat(out.toString()).contains("primary", "reading");
    assertThat(
            run(
                "keys",
                "rotate",
                "--keys",
                file,
                "--identities",
                "--passphrase-file",
                passphrase()))
        .isZero();
    assertThat(open(file).keys()).hasSize(8);
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void aWrongPassphraseChangesNothing() throws IOException {
    Path file = keys("ward-3");
    byte[] before = Files.readAllBytes(file);
    Path wrong = Files.writeString(folder.resolve("wrong"), "some other passphrase");

    assertThat(run("keys", "rotate", "--keys", file, "--passphrase-file", wrong)).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo(
            "g2face: the keys 'ward-3' do not open: wrong passphrase, or a changed file\n"
                + "g2face: --verbose prints where it happened\n");
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void shreddingOverwritesTheBytes() throws IOException {
    Path file = keys("ward-3");
    byte[] before = Files.readAllBytes(file);
    Path sameBytes = Files.createLink(folder.resolve("link"), file);

    assertThat(run("keys", "shred", "--keys", file)).as("nobody confirms").isEqualTo(2);
    assertThat(run("keys", "shred", "--keys", file, "--yes", "ward-4")).isEqualTo(2);
    assertThat(err.toString()).contains("nothing was destroyed", "'ward-3', not 'ward-4'");
    assertThat(file).hasBinaryContent(before);
    assertThat(run("keys", "shred", "--keys", file, "--yes", "ward-3")).isZero();

    assertThat(out.toString()).contains("overwritten and deleted", "backup", "passphrase");
    assertThat(file).doesNotExist();
    byte[] after = Files.readAllBytes(sameBytes);
    assertThat(after).hasSameSizeAs(before);
    int same = 0;
    for (int i = 0; i < after.length; i++) {
      same += after[i] == before[i] ? 1 : 0;
    }
    assertThat(same).as("bytes that stayed").isLessThan(before.length / 20);
    assertThat(run("keys", "show", "--keys", file)).isEqualTo(2);
    assertThat(err.toString()).contains("there are no keys at");
  }

  @Test
  void aKeyServiceNeedsNoPassphrase() throws IOException {
    Path file = folder.resolve("cloud.json");
    assertThat(run("keys", "create", "--keys", file, "--kms", "fake-kms://ours")).isZero();
    assertThat(out.toString()).contains("encrypted by the key fake-kms://ours");
    assertThat(run("keys", "show", "--keys", file, "--verify")).isZero();
    assertThat(run("keys", "rotate", "--keys", file)).isZero();
    assertThat(run("keys", "shred", "--keys", file, "--yes", "cloud")).isZero();
    assertThat(out.toString()).contains("as long as fake-kms://ours does");

    assertThat(run("keys", "create", "--keys", file, "--kms", "aws-kms://arn:aws:kms:x"))
        .isEqualTo(1);
    assertThat(err.toString()).contains("G2FACE_EXTRA_JARS", "tink-awskms");
    assertThat(run("keys", "create", "--keys", file, "--kms", "our key")).isEqualTo(2);
    assertThat(file).doesNotExist();
  }

  @Test
  void mistakesAreToldBeforeAnythingIsWritten() throws IOException {
    Path file = folder.resolve("k.json");
    Path brief = Files.writeString(folder.resolve("brief"), "short\n");
    assertThat(run("keys", "create", "--keys", file, "--passphrase-file", brief)).isEqualTo(2);
    assertThat(err.toString()).contains("at least 12 characters").doesNotContain("short\n");
    assertThat(run("keys", "create", "--keys", file)).isEqualTo(2);
    assertThat(err.toString()).contains("G2FACE_KEYS_PASSPHRASE", "--passphrase-file");
    assertThat(
            run(
                "keys",
                "create",
                "--keys",
                file,
                "--name",
                "a/b",
                "--passphrase-file",
                passphrase()))
        .isEqualTo(2);
    assertThat(run("keys", "create")).isEqualTo(2);
    assertThat(run("keys")).isEqualTo(2);
    assertThat(run("keys", "create", "--keys", file, "--passphrase", PASSPHRASE))
        .as("no such option")
        .isEqualTo(2);
    assertThat(file).doesNotExist();
    Path other =
        Files.write(
            folder.resolve("other"), Arrays.copyOf("{}".getBytes(StandardCharsets.UTF_8), 2));
    assertThat(run("keys", "show", "--keys", other)).isEqualTo(1);
    assertThat(err.toString()).contains("this is no key file");
  }
}
