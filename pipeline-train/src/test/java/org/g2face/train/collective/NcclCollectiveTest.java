package org.g2face.train.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class NcclCollectiveTest {

  /** Before a word is exchanged with other ranks, so that none of them waits. */
  @Test
  void withoutCudaItSaysWhatToDo() throws Exception {
    assumeFalse(torch.cuda_is_available());
    List<Future<NcclCollective>> ranks =
        Ranks.run(2, peers -> NcclCollective.join(peers, "cuda:0", Duration.ofSeconds(5)));

    assertThat(ranks)
        .allSatisfy(
            rank ->
                assertThatThrownBy(rank::get)
                    .hasCauseInstanceOf(MissingLibraryException.class)
                    .hasMessageContaining("-Dpytorch.classifier=linux-x86_64-gpu")
                    .hasMessageContaining("device = cpu"));
  }
}
