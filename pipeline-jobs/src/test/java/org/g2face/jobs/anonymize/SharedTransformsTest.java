package org.g2face.jobs.anonymize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.g2face.anonymize.Face;
import org.g2face.image.RgbImage;
import org.junit.jupiter.api.Test;

class SharedTransformsTest {
  private static final List<Face> FACES =
      List.of(new Face("id", RgbImage.of(1, 1, new byte[] {1, 2, 3})));

  @Test
  void equalProvidersShareAndTheLastUserCloses() throws Exception {
    SharedTransforms.Lease first = SharedTransforms.acquire(new TestProvider());
    SharedTransforms.Lease second = SharedTransforms.acquire(new TestProvider());
    assertThat(first.transform()).isSameAs(second.transform());

    SharedTransforms.release(new TestProvider());
    first.close();
    assertThat(second.transform().apply(FACES)).as("still open").hasSize(1);
    second.close();
    assertThatThrownBy(() -> second.transform().apply(FACES)).hasMessage("closed");
  }

  @Test
  void staysOpenBetweenTasksUntilReleased() throws IOException {
    SharedTransforms.Lease first = SharedTransforms.acquire(new TestProvider());
    first.close();
    try (SharedTransforms.Lease second = SharedTransforms.acquire(new TestProvider())) {
      assertThat(second.transform()).isSameAs(first.transform());
    }
    SharedTransforms.release(new TestProvider());
    try (SharedTransforms.Lease third = SharedTransforms.acquire(new TestProvider())) {
      assertThat(third.transform()).isNotSameAs(first.transform());
    }
    SharedTransforms.release(new TestProvider());
  }

  @Test
  void whatCannotBeLoadedIsTriedAgain() {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> SharedTransforms.acquire(new TestProvider(true)))
          .hasMessage("the weights are damaged");
    }
    SharedTransforms.release(new TestProvider(true));
  }
}
