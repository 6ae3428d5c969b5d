package org.g2face.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.g2face.image.Decoded;
import org.g2face.image.ImageDecoder;
import org.g2face.image.ImageEncoder;
import org.g2face.image.RgbImage;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.anonymize.FaceNetworks;
import org.g2face.jobs.anonymize.PackagedNetworks;
import org.g2face.jobs.anonymize.PhotographNetworks;
import org.g2face.model.Packages;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Aligned faces whose originals are sealed into the files of the new ones. */
class ExactRecoveryTest extends CommandLineTest {
  private Path mine;

  @Override
  FaceNetworks networks() {
    return new PhotographNetworks(new PackagedNetworks());
  }

  @BeforeEach
  void facesAndModel() throws IOException {
    Packages.inpainting(folder.resolve("model"));
    for (int i = 0; i < 3; i++) {
      TestImages.write(folder.resolve("in"), i + ".png", TestImages.encoded("png", 64, 64, i));
    }
    mine = keys("mine");
  }

  private int job(String command, String input, String output, Object... more) {
    List<Object> words =
        new ArrayList<>(List.of(command, "--crops", "--layout", "both", "--master", "local[1]"));
    words.addAll(List.of("--input", folder.resolve(input), "--output", folder.resolve(output)));
    words.addAll(List.of("--model", folder.resolve("model")));
    words.addAll(List.of(more));
    return run(words.toArray());
  }

  private Object[] with(Path keys, Object... more) throws IOException {
    List<Object> words =
        new ArrayList<>(List.of("--keys", keys, "--passphrase-file", passphrase()));
    words.addAll(List.of(more));
    return words.toArray();
  }

  private RgbImage picture(String file) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(file));
    return ((Decoded.Picture) new ImageDecoder().decode(bytes, file)).image();
  }

  @Test
  void everyPixelComesBackWithTheKeysAndNothingWithoutThem() throws IOException {
    assertThat(job("anonymize", "in", "out", with(mine, "--recovery", "exact")))
        .as(err.toString())
        .isZero();
    assertThat(job("recover", "out", "back", with(mine))).as(out + "\n" + err).isZero();
    int size = picture("out/files/0.png").width();
    for (int i = 0; i < 3; i++) {
      RgbImage original = picture("in/" + i + ".png").resize(size, size);
      assertThat(picture("out/files/" + i + ".png")).isNotEqualTo(original);
      assertThat(picture("back/files/" + i + ".png")).isEqualTo(original);
    }
    Object[] others = with(keys("other"), "--dataset", "out");
    assertThat(job("recover", "out/files", "locked", others)).as(err.toString()).isEqualTo(3);
    assertThat(folder.resolve("locked/files/0.png")).doesNotExist();
  }

  /** A program that writes the picture anew drops the chunk, and the pixels still hide the face. */
  @Test
  void whatLostItsChunkComesBackByTheModel() throws IOException {
    assertThat(job("anonymize", "in", "out", with(mine, "--recovery", "exact"))).isZero();
    RgbImage published = picture("out/files/0.png");
    TestImages.write(folder.resolve("plain"), "0.png", new ImageEncoder().png(published));
    // Fresh networks cannot read bits: the way by the model was taken, and ended as it must.
    assertThat(job("recover", "plain", "back", with(mine, "--dataset", "out"))).isEqualTo(3);
    assertThat(out + "" + err).contains("unreadable_password");
  }

  @Test
  void keepingOriginalsNeedsKeys() {
    assertThat(job("anonymize", "in", "out", "--recovery", "exact")).isEqualTo(2);
    assertThat(err.toString()).contains("--recovery exact keeps the originals", "--keys");
  }
}
