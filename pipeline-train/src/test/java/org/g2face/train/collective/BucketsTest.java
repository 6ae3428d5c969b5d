package org.g2face.train.collective;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BucketsTest {

  @Property
  void everyValueTravelsOnceInItsOrderAndFewTravelAlone(
      @ForAll List<@IntRange(min = 0, max = 100) Integer> sizes,
      @ForAll @IntRange(min = 1, max = 150) int limit) {
    List<List<Integer>> buckets = Buckets.of(sizes, Integer::longValue, limit);

    assertThat(buckets.stream().flatMap(List::stream)).containsExactlyElementsOf(sizes);
    for (int i = 0; i < buckets.size(); i++) {
      int sum = sum(buckets.get(i));
      assertThat(sum <= limit || buckets.get(i).size() == 1).isTrue();
      if (i > 0) {
        assertThat(sum(buckets.get(i - 1)) + buckets.get(i).get(0)).isGreaterThan(limit);
      }
    }
  }

  private static int sum(List<Integer> sizes) {
    return sizes.stream().mapToInt(Integer::intValue).sum();
  }
}
