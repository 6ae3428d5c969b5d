package org.g2face.jobs.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.UsageException;
import org.g2face.keys.KeyMaterial;
import org.junit.jupiter.api.Test;

class JobKeysTest {
  private final KeyMaterial keys = KeyMaterial.ephemeral();

  @Test
  void aTicketIsWorthTheKeysUntilTheJobEnds() throws IOException {
    SparkContext context = TestSpark.session().sparkContext();
    KeyHandle ticket;
    try (JobKeys job = JobKeys.hold(keys);
        JobKeys other = JobKeys.hold(KeyMaterial.ephemeral())) {
      ticket = job.ticket(context);
      assertThat(ticket.redeem()).isEqualTo(keys);
      assertThat(other.ticket(context).redeem()).isNotEqualTo(keys);
      assertThatThrownBy(() -> new KeyHandle("00").redeem()).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(ticket::redeem).isInstanceOf(IOException.class);
  }

  @Test
  void aTicketHoldsNoKey() throws IOException {
    try (JobKeys job = JobKeys.hold(keys)) {
      KeyHandle ticket = job.ticket(TestSpark.session().sparkContext());
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      new ObjectOutputStream(bytes).writeObject(ticket);
      assertThat(bytes.size()).isLessThan(200);
      assertThat(ticket.toString()).isEqualTo("Ticket");
    }
  }

  @Test
  void aNetworkMustBePrivate() {
    SparkConf conf = new SparkConf(false);
    assertThatThrownBy(() -> JobKeys.requireTransport(conf))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("spark.plugins=org.g2face.jobs.keys.KeyPlugin");
    conf.set("spark.plugins", "a.Plugin,org.g2face.jobs.keys.KeyPlugin");
    for (String key : new String[] {"spark.authenticate", "spark.network.crypto.enabled"}) {
      assertThatThrownBy(() -> JobKeys.requireTransport(conf))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("in the clear");
      conf.set(key, "true");
    }
    assertThatCode(() -> JobKeys.requireTransport(conf)).doesNotThrowAnyException();
  }
}
