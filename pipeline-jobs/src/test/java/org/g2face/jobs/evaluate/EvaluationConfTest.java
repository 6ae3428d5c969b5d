package org.g2face.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.g2face.jobs.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationConfTest {
  @TempDir private Path folder;

  @Test
  void filesOfNetworksCanBeElsewhere() throws IOException {
    Path conf =
        Files.writeString(
            folder.resolve("e.conf"),
            """
            networks.a { kind = detector, decoding = ultraface, file = a.onnx, score = 0.7 }
            """);
    Configuration hadoop = new Configuration();
    EvaluationConf moved =
        EvaluationConf.read(
            conf.toString(), Optional.of("/networks"), List.of("a=/other/b.onnx"), hadoop);
    assertThat(moved.folder()).isEqualTo("/networks");
    assertThat(moved.networks()).contains("/other/b.onnx").doesNotContain("a.onnx");
    assertThat(EvaluationConf.read(conf.toString(), hadoop).folder()).endsWith(folder.toString());
    assertThatThrownBy(
            () ->
                EvaluationConf.read(conf.toString(), Optional.empty(), List.of("b=c.onnx"), hadoop))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("NAME=FILE")
        .hasMessageContaining("[a]");
  }
}
