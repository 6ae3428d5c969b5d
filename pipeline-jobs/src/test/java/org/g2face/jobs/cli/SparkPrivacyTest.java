package org.g2face.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SparkPrivacyTest {
  private final ByteArrayOutputStream warnings = new ByteArrayOutputStream();

  @Test
  void everythingIsEncryptedWhereThereIsASecret() {
    for (String master :
        List.of("local", "local[*]", "local[2]", "yarn", "k8s://https://host:6443")) {
      assertEncrypted(apply(conf(master)));
    }
    assertEncrypted(apply(conf("spark://host:7077").set("spark.authenticate.secret", "s")));
    SparkConf cluster = apply(conf("local-cluster[2,1,1024]"));
    assertEncrypted(cluster);
    assertThat(cluster.get("spark.authenticate.secret")).hasSize(64);
    assertThat(warnings.size()).isZero();
  }

  @Test
  void aClusterWithoutASecretIsToldOf() {
    assertThat(apply(conf("spark://host:7077")).contains("spark.authenticate")).isFalse();
    assertThat(warnings.toString(StandardCharsets.UTF_8))
        .contains("not encrypted", "spark.authenticate.secret");
  }

  @Test
  void whatSomebodyHasDecidedStays() {
    SparkConf conf = apply(conf("local[2]").set("spark.authenticate", "false"));
    assertThat(conf.get("spark.authenticate")).isEqualTo("false");
    assertThat(conf.contains("spark.network.crypto.enabled")).isFalse();
    assertThat(warnings.size()).isZero();
  }

  private static SparkConf conf(String master) {
    return new SparkConf(false).setMaster(master);
  }

  private SparkConf apply(SparkConf conf) {
    SparkPrivacy.apply(conf, new PrintStream(warnings, true, StandardCharsets.UTF_8));
    return conf;
  }

  private static void assertEncrypted(SparkConf conf) {
    assertThat(conf.get("spark.authenticate")).isEqualTo("true");
    assertThat(conf.get("spark.network.crypto.enabled")).isEqualTo("true");
  }
}
