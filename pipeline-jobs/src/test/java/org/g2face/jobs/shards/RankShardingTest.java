package org.g2face.jobs.shards;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RankShardingTest {

  @Property
  void theRanksShareEveryEpochWhollyAndOnce(
      @ForAll @IntRange(min = 1, max = 300) int images,
      @ForAll @IntRange(min = 1, max = 7) int world,
      @ForAll @IntRange(min = 1, max = 9) int batch) {
    RankSharding shares = new RankSharding(images, world, batch);
    for (long epoch = 0; epoch < 5; epoch++) {
      long end = 0;
      for (int rank = 0; rank < world; rank++) {
        assertThat(shares.start(epoch, rank)).isEqualTo(end);
        assertThat(shares.count(epoch, rank)).isNotNegative();
        end += shares.count(epoch, rank);
      }
      assertThat(end).isEqualTo(images);
    }
  }

  @Property
  void noRankIsMoreThanABatchAheadOfAnother(
      @ForAll @IntRange(min = 1, max = 300) int images,
      @ForAll @IntRange(min = 1, max = 7) int world,
      @ForAll @IntRange(min = 1, max = 9) int batch,
      @ForAll @IntRange(min = 0, max = 1000) int epoch) {
    RankSharding shares = new RankSharding(images, world, batch);
    for (int rank = 1; rank < world; rank++) {
      assertThat(shares.before(epoch, 0) - shares.before(epoch, rank)).isBetween(0L, (long) batch);
    }
  }

  @Property
  void findsTheEpochOfEveryImage(
      @ForAll @IntRange(min = 1, max = 50) int images,
      @ForAll @IntRange(min = 1, max = 5) int world,
      @ForAll @IntRange(min = 1, max = 9) int batch,
      @ForAll @IntRange(min = 0, max = 500) int index,
      @ForAll @IntRange(min = 0, max = 4) int lastRank) {
    RankSharding shares = new RankSharding(images, world, batch);
    int rank = Math.min(lastRank, world - 1);
    long epoch = shares.epoch(index, rank);
    assertThat(shares.before(epoch, rank)).isLessThanOrEqualTo(index);
    assertThat(shares.before(epoch + 1, rank)).isGreaterThan(index);
  }
}
