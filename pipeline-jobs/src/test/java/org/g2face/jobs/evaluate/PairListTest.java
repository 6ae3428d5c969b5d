package org.g2face.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.g2face.jobs.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairListTest {
  @TempDir private Path folder;

  private List<Pair> read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("pairs.txt"), text);
    return PairList.read(file.toString(), new Configuration(false))
        .pairs(new ImageKeys(true, null), 2);
  }

  @Test
  void theListOfLfwIsRead() throws IOException {
    String text =
        """
        2\t1
        Abel_Pacheco\t1\t4
        Abdel_Madi_Shabneh\t1\tDean_Barker\t1
        Zico\t2\t13
        Zhang_Ziyi\t1\tRobert_De_Niro\t1234
        """;

    assertThat(read(text.replace("\n", "\r\n"))).isEqualTo(read(text));
    assertThat(read(text))
        .containsExactly(
            new Pair(
                "Abel_Pacheco/Abel_Pacheco_0001.jpg",
                "Abel_Pacheco/Abel_Pacheco_0004.jpg",
                true,
                0),
            new Pair(
                "Abdel_Madi_Shabneh/Abdel_Madi_Shabneh_0001.jpg",
                "Dean_Barker/Dean_Barker_0001.jpg",
                false,
                0),
            new Pair("Zico/Zico_0002.jpg", "Zico/Zico_0013.jpg", true, 1),
            new Pair(
                "Zhang_Ziyi/Zhang_Ziyi_0001.jpg",
                "Robert_De_Niro/Robert_De_Niro_1234.jpg",
                false,
                1));
  }

  @Test
  void aListOfOneSetIsDividedIntoFolds() throws IOException {
    assertThat(read("2\nA 1 2\nB 1 2\nA 1 B 1\nA 2 B 2\n"))
        .extracting(Pair::fold)
        .containsExactly(0, 1, 0, 1);
  }

  @Test
  void aTableIsRead() throws IOException {
    assertThat(read("left,right,same\na.jpg,b.jpg,1\n\nc.jpg, d.jpg ,0\n"))
        .containsExactly(new Pair("a.jpg", "b.jpg", true, 0), new Pair("c.jpg", "d.jpg", false, 0));
    assertThat(read("same,fold,right,left\n1,7,a.jpg,b.jpg\n"))
        .containsExactly(new Pair("b.jpg", "a.jpg", true, 7));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.jpg b.jpg 1            | neither a CSV file, whose first line is left,right,same",
        "a.jpg b.jpg 1            | nor like LFW's pairs.txt, whose first line has the numbers",
        "''                       | their first line is: ",
        "left,right,same;a,b      | pairs.txt, line 2: a pair is left,right,same with 1 or 0",
        "1 1;A 1;A 1 B 1          | line 2: a pair of one person is a name and two numbers",
        "1 1;A 1 2;A 1 2          | line 3: a pair of two people is name, number, name, number",
        "10 300;A 1 2             | begin with 10 300, which is 6,000 pairs, and have 1",
      })
  void whatIsNoListIsRefused(String lines, String said) {
    assertThatThrownBy(() -> read(lines.replace(';', '\n')))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(said.strip());
  }

  @Test
  void aFileThatIsNotThereIsTold() {
    assertThatThrownBy(() -> PairList.read(folder + "/absent", new Configuration(false)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("cannot read the pairs");
  }
}
