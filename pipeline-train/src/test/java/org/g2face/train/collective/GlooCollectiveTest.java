package org.g2face.train.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class GlooCollectiveTest {

  @Test
  void averagesEveryValueOverAllRanks() throws Exception {
    List<float[]> means =
        Ranks.values(
            Ranks.run(
                3,
                peers -> {
                  try (Collective group = Ranks.join(peers)) {
                    int r = peers.rank();
                    // 24, 8, 120 and 4 bytes: with buckets of 64 bytes they need three.
                    Tensor a = values(6, r).view(2, 3);
                    Tensor b = values(2, 10 * r).set_requires_grad(true);
                    Tensor c = values(30, -r);
                    Tensor d = values(1, r * r);
                    group.average(List.of(a, b, c, d));
                    return all(a, b, c, d);
                  }
                }));

    assertThat(means.get(0)).hasSize(39);
    assertThat(means.get(0)[0]).isEqualTo(1f);
    assertThat(means.get(0)[5]).isEqualTo(6f);
    assertThat(means.get(0)[6]).isEqualTo(10f);
    assertThat(means.get(0)[8]).isEqualTo(-1f);
    assertThat(means.get(0)[37]).isEqualTo(28f);
    assertThat(means.get(0)[38]).isEqualTo(5f / 3, org.assertj.core.data.Offset.offset(1e-6f));
    assertThat(means.get(1)).containsExactly(means.get(0));
    assertThat(means.get(2)).containsExactly(means.get(0));
  }

  @Test
  void keepsTheMemoryLayoutOfTransposedValues() throws Exception {
    List<float[]> means =
        Ranks.values(
            Ranks.run(
                2,
                peers -> {
                  try (Collective group = Ranks.join(peers)) {
                    Tensor straight = values(6, 0).view(2, 3);
                    group.average(List.of(straight.t()));
                    return all(straight);
                  }
                }));

    assertThat(means.get(0)).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void broadcastsTheValuesOfOneRank() throws Exception {
    List<float[]> got =
        Ranks.values(
            Ranks.run(
                3,
                peers -> {
                  try (Collective group = Ranks.join(peers)) {
                    Tensor a = values(20, 100 * peers.rank());
                    group.broadcast(List.of(a), 2);
                    return all(a);
                  }
                }));

    assertThat(got).allSatisfy(values -> assertThat(values).startsWith(200, 201).hasSize(20));
  }

  @Test
  void twoGroupsOfOneProcessDoNotMix() throws Exception {
    List<float[]> got =
        Ranks.values(
            Ranks.run(
                2,
                peers -> {
                  try (Collective first = Ranks.join(peers);
                      Collective second = Ranks.join(peers)) {
                    Tensor a = values(3, peers.rank());
                    Tensor b = values(3, 8 * peers.rank());
                    first.average(List.of(a));
                    second.average(List.of(b));
                    return all(a, b);
                  }
                }));

    assertThat(got.get(1)).containsExactly(0.5f, 1.5f, 2.5f, 4, 5, 6);
  }

  @Test
  void theOthersStopAtOnceWhenOneRankLeaves() throws Exception {
    CountDownLatch ready = new CountDownLatch(3);
    long start = System.nanoTime();
    List<Future<String>> results =
        Ranks.run(
            3,
            peers -> {
              Collective group = Ranks.join(peers);
              ready.countDown();
              ready.await();
              if (peers.rank() == 1) {
                group.close();
                return "left";
              }
              Tensor a = values(3, peers.rank());
              assertThatThrownBy(() -> group.average(List.of(a)))
                  .isInstanceOf(CollectiveException.class)
                  .hasMessageContaining("rank " + peers.rank() + " of 3");
              assertThatThrownBy(() -> group.average(List.of(a)))
                  .isInstanceOf(IllegalStateException.class);
              return "noticed";
            });

    assertThat(Ranks.values(results)).containsExactly("noticed", "left", "noticed");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
  }

  @Test
  void aRankThatDoesNotAnswerIsGivenUpAfterTheTimeOut() throws Exception {
    CountDownLatch noticed = new CountDownLatch(1);
    List<Future<String>> results =
        Ranks.run(
            2,
            peers -> {
              try (Collective group =
                  GlooCollective.join(peers, "127.0.0.1", Duration.ofSeconds(2))) {
                if (peers.rank() == 1) {
                  noticed.await();
                  return "slept";
                }
                assertThatThrownBy(() -> group.average(List.of(values(3, 0))))
                    .isInstanceOf(CollectiveException.class);
                noticed.countDown();
                return "noticed";
              }
            });

    assertThat(Ranks.values(results)).containsExactly("noticed", "slept");
  }

  @Test
  void aRankThatLiesAboutItsSecretIsRefused() throws Exception {
    List<Future<String>> results =
        Ranks.run(
            2,
            peers -> {
              assertThatThrownBy(
                      () -> Ranks.join(peers.rank() == 0 ? peers : new OtherSecret(peers)))
                  .isInstanceOf(CollectiveException.class)
                  .hasMessage("whoever answers rank 0 for rank 1 is not rank 1");
              return "refused";
            });

    assertThat(Ranks.values(results)).containsExactly("refused", "refused");
  }

  @Test
  void anAddressThatIsNotThisMachinesIsAnError() throws Exception {
    List<Future<String>> results =
        Ranks.run(
            2,
            peers -> {
              String host =
                  peers.rank() == 0
                      ? "192.0.2.1"
                      : InetAddress.getLoopbackAddress().getHostAddress();
              assertThatThrownBy(() -> GlooCollective.join(peers, host, Duration.ofSeconds(5)))
                  .isInstanceOf(CollectiveException.class)
                  .hasMessageContaining("rank " + peers.rank());
              return "refused";
            });

    assertThat(Ranks.values(results)).containsExactly("refused", "refused");
  }

  /** Tells the others another secret than the one that it will show. */
  private record OtherSecret(Rendezvous peers) implements Rendezvous {
    @Override
    public int rank() {
      return peers.rank();
    }

    @Override
    public int world() {
      return peers.world();
    }

    @Override
    public List<String> exchange(String text) {
      return peers.exchange(text.matches("[0-9a-f]{64}") ? "0".repeat(64) : text);
    }
  }

  private static Tensor values(int count, float first) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = first + i;
    }
    return Tensor.create(values);
  }

  private static float[] all(Tensor... tensors) {
    List<Float> values = new ArrayList<>();
    for (Tensor tensor : tensors) {
      FloatBuffer buffer = tensor.detach().contiguous().createBuffer();
      while (buffer.hasRemaining()) {
        values.add(buffer.get());
      }
    }
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }
}
