package org.g2face.train.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.Store;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class NcclCollectiveTest {

  /** Before a word is exchanged with other ranks, so that none of them waits. */
  @Test
  void withoutCudaItSaysWhatToDo() throws Exception {
    assumeFalse(torch.cuda_is_available());
    List<Future<Collective>> ranks =
        Ranks.run(2, peers -> NcclCollective.join(peers, "cuda:0", Duration.ofSeconds(5)));

    assertThat(ranks)
        .allSatisfy(
            rank ->
                assertThatThrownBy(rank::get)
                    .hasCauseInstanceOf(MissingLibraryException.class)
                    .hasMessageContaining("-Pcuda")
                    .hasMessageContaining("device = cpu"));
  }

  /** What NCCL's ranks do when they have connected, by Gloo, for want of GPUs. */
  private record ByGloo(boolean liar) implements FormedGroup.Kind<ProcessGroupGloo> {
    @Override
    public ProcessGroupGloo connect(Store store, Rendezvous peers, Duration timeout) {
      return new GlooGroup("127.0.0.1").connect(store, peers, timeout);
    }

    @Override
    public String verify(
        ProcessGroupGloo group, Rendezvous peers, byte[] secret, List<byte[]> secrets) {
      byte[] told = secret.clone();
      told[31] ^= (byte) (liar ? 1 : 0);
      return NcclGroup.gathered(group, "cpu", peers, secrets, told);
    }
  }

  @Test
  void ranksShowTheirSecrets() throws Exception {
    List<Future<FormedGroup>> ranks =
        Ranks.run(3, peers -> FormedGroup.form(peers, Duration.ofSeconds(10), new ByGloo(false)));
    Ranks.values(ranks).forEach(FormedGroup::close);
  }

  @Test
  void whoeverLacksItsSecretIsFoundOut() throws Exception {
    List<Future<FormedGroup>> ranks =
        Ranks.run(
            3,
            peers ->
                FormedGroup.form(peers, Duration.ofSeconds(10), new ByGloo(peers.rank() == 1)));
    assertThat(ranks)
        .allSatisfy(
            rank ->
                assertThatThrownBy(rank::get)
                    .hasCauseInstanceOf(CollectiveException.class)
                    .hasMessageContaining("is not rank 1"));
  }
}
