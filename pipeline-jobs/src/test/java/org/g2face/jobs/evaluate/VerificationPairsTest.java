package org.g2face.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.g2face.Fixtures;
import org.g2face.evaluate.Roc;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.evaluate.measure.Measure;
import org.g2face.jobs.evaluate.measure.MetricRow;
import org.junit.jupiter.api.Test;

class VerificationPairsTest extends EvaluationCase {

  @Test
  void pairsAreVerifiedOverFolds() throws IOException {
    Path list = Fixtures.path("faces/pairs/pairs.csv");
    Path pictures = list.getParent();
    List<String> lines = new ArrayList<>(List.of("left,right,same"));
    List<String> all = Files.readAllLines(list);
    List<String> kinds = new ArrayList<>(all.subList(1, 21));
    kinds.addAll(all.subList(201, 221));
    for (String line : kinds) {
      String[] cells = line.split(",");
      lines.add(line);
      for (int side = 0; side < 2; side++) {
        byte[] picture = Files.readAllBytes(pictures.resolve(cells[side]));
        TestImages.write(folder.resolve("original"), cells[side], picture);
        TestImages.write(folder.resolve("recovered"), cells[side], picture);
        TestImages.write(
            folder.resolve("anonymized"),
            cells[side].replace(".jpg", ".png"),
            png(decode(pictures.resolve(kinds.get(0).split(",")[0]))));
      }
    }
    lines.add("images/absent.jpg,images/absent-too.jpg,1");
    Path pairs = Files.write(folder.resolve("pairs.csv"), lines);

    EvaluateResult result = job(networks()).pairs(pairs.toString()).folds(4).run();
    MetricRow original = rowOf(result, Measure.TRUE_ACCEPTANCE, "mobile", MetricRow.ORIGINAL);
    assertThat(original.n()).isEqualTo(40);
    assertThat(original.value()).isGreaterThan(0.9);
    assertThat(original.note()).isEqualTo("at a false accept rate of 0.001, of 40 of 41 pairs");
    MetricRow hidden = rowOf(result, Measure.TRUE_ACCEPTANCE, "mobile", "next");
    // All right faces are now that of one person, who is the first pair's own.
    assertThat(hidden.value()).isBetween(0.01, 0.2);
    assertThat(hidden.standardError()).isPositive();
    assertThat(rowOf(result, Measure.TRUE_ACCEPTANCE, "arcface", "next").measured()).isEmpty();

    assertThat(result.curves())
        .extracting(curve -> curve.network() + " " + curve.model())
        .containsExactly("b original", "b next", "mobile original", "mobile next");
    Roc before = result.curves().get(2).roc();
    assertThat(before.same()).isEqualTo(20);
    assertThat(before.different()).isEqualTo(20);
    assertThat(before.at(0.05)).isGreaterThan(0.9);
    assertThat(result.curves().get(3).roc().at(0.05)).isLessThan(0.3);
  }

  @Test
  void pairsOfLfwFindTheirPictures() throws IOException {
    List<Path> people = onePerPerson(2);
    for (String place : List.of("original", "anonymized", "recovered")) {
      for (int i = 0; i < 4; i++) {
        // As LFW has them, and as what was made of them is called.
        String name = "%1$c/%1$c_%2$04d.".formatted("AB".charAt(i / 2), 1 + i % 2);
        boolean original = place.equals("original");
        byte[] picture = Files.readAllBytes(people.get(i / 2));
        TestImages.write(
            folder.resolve(place),
            name + (original ? "jpg" : "png"),
            original ? picture : png(decode(people.get(i / 2))));
      }
    }
    Path pairs =
        Files.writeString(
            folder.resolve("pairs.txt"),
            """
        2\t1
        A\t1\t2
        A\t1\tB\t2
        B\t2\t1
        B\t1\tA\t2
        """);

    EvaluateResult result = job(networks()).pairs(pairs.toString()).run();
    MetricRow row = rowOf(result, Measure.TRUE_ACCEPTANCE, "mobile", MetricRow.ORIGINAL);
    assertThat(row.n()).isEqualTo(4);
    assertThat(row.value()).isEqualTo(1);
    assertThat(row.note()).isEqualTo("at a false accept rate of 0.001");
  }

  @Test
  void pairsOfUnknownPicturesAreToldAsSuch() throws IOException {
    byte[] picture = png(decode(onePerPerson(1).get(0)));
    TestImages.write(folder.resolve("original"), "1.png", picture);
    TestImages.write(folder.resolve("anonymized"), "1.png", picture);
    TestImages.write(folder.resolve("recovered"), "1.png", picture);
    Path pairs =
        Files.write(folder.resolve("pairs.csv"), List.of("left,right,same", "no/such,nor/this,1"));

    EvaluateResult result = job(networks()).pairs(pairs.toString()).run();
    MetricRow row = rowOf(result, Measure.TRUE_ACCEPTANCE, "mobile", MetricRow.ORIGINAL);
    assertThat(row.measured()).isEmpty();
    assertThat(row.note()).startsWith("of 1 pairs not one has both of its pictures");
  }
}
