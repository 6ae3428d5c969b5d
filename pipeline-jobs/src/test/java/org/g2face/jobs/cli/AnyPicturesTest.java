package org.g2face.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import org.apache.spark.sql.Row;
import org.g2face.image.SealedChunk;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.anonymize.FaceNetworks;
import org.g2face.jobs.anonymize.PackagedNetworks;
import org.g2face.jobs.anonymize.PhotographNetworks;
import org.g2face.model.Packages;
import org.junit.jupiter.api.Test;

/** A folder of pictures of which nothing is told, with the samples and fresh networks. */
class AnyPicturesTest extends CommandLineTest {
  @Override
  FaceNetworks networks() {
    return new PhotographNetworks(new PackagedNetworks());
  }

  @Test
  void photographsAndAlignedFacesAreToldApartAndEachComesBackItsWay() throws IOException {
    Packages.compact(folder.resolve("model"));
    sample("faces/grace-hopper-1984.jpg", "face.jpg");
    // The same face, in a photograph of another shape.
    sample("photographs/grace-hopper-1984.jpg", "photograph.jpg");
    TestImages.write(folder.resolve("in"), "noise.png", 1);
    Object[] keys = {"--keys", keys("ward"), "--passphrase-file", passphrase()};

    // Fresh networks change no face so that their own identity network sees it.
    int code = job("anonymize", "in", "out", keys, "-D", "photographs.most-cosine=1");

    assertThat(code).as(err.toString()).isEqualTo(3);
    assertThat(out.toString()).contains("2 published, 1 quarantined (no_face 1)");
    List<Row> rows =
        TestSpark.session()
            .read()
            .parquet(folder.resolve("out/images").toString())
            .orderBy("image_id")
            .collectAsList();
    TestSpark.stop();
    assertThat(rows)
        .extracting(
            row -> row.getAs("image_id") + " " + row.getList(row.fieldIndex("faces")).size())
        .containsExactly("face.jpg 0", "photograph.jpg 1");
    assertThat(SealedChunk.find(file("out/files/face.png"))).isEmpty();
    assertThat(SealedChunk.find(file("out/files/photograph.png"))).isPresent();

    // What fresh networks hide in a crop cannot be read; what is sealed into a file can.
    assertThat(job("recover", "out", "back", keys)).as(err.toString()).isEqualTo(3);
    assertThat(out.toString()).contains("1 published, 1 quarantined (unreadable_password 1)");
    assertThat(folder.resolve("back/files/photograph.png")).exists();
  }

  private byte[] file(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name));
  }

  private void sample(String name, String as) throws IOException {
    try (InputStream stream = getClass().getResourceAsStream("/samples/" + name)) {
      TestImages.write(folder.resolve("in"), as, stream.readAllBytes());
    }
  }

  private int job(String command, String input, String output, Object[] keys, Object... more) {
    Object[] words = new Object[11 + keys.length + more.length];
    Object[] first = {
      command,
      "--input",
      folder.resolve(input),
      "--output",
      folder.resolve(output),
      "--model",
      folder.resolve("model"),
      "--layout",
      "both",
      "--master",
      "local[1]"
    };
    System.arraycopy(first, 0, words, 0, first.length);
    System.arraycopy(keys, 0, words, first.length, keys.length);
    System.arraycopy(more, 0, words, first.length + keys.length, more.length);
    return run(words);
  }
}
