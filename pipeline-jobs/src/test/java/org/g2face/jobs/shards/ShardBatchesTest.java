package org.g2face.jobs.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.hadoop.conf.Configuration;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.shards.ShardBatches.Ahead;
import org.g2face.jobs.shards.ShardBatches.Order;
import org.g2face.tensor.Tensor;
import org.g2face.train.data.DataPosition;

class ShardBatchesTest {
  private static final int IMAGES = 37;
  private static final int SIZE = 4;

  private static Path folder;
  private static ShardManifest manifest;

  @BeforeContainer
  static void write() throws IOException {
    folder = Files.createTempDirectory("shards");
    manifest =
        TestShards.write(folder, SIZE, List.of(List.of(5, 8, 1), List.of(13), List.of(4, 6)));
  }

  @AfterContainer
  static void delete() throws IOException {
    org.apache.hadoop.fs.FileUtil.fullyDelete(folder.toFile());
  }

  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void everyImageIsUsedExactlyOnceAnEpoch(
      @ForAll @IntRange(min = 1, max = 4) int world,
      @ForAll @IntRange(min = 1, max = 12) int batch,
      @ForAll @IntRange(min = 1, max = 50) int window,
      @ForAll long seed)
      throws IOException {
    int epochs = 3;
    int steps = (epochs * IMAGES + world * batch - 1) / (world * batch);
    List<List<Integer>> ranks = new ArrayList<>();
    for (int rank = 0; rank < world; rank++) {
      try (ShardBatches batches = batches(seed, window, rank, world, batch)) {
        ranks.add(numbers(batches, steps));
      }
    }
    RankSharding shares = new RankSharding(IMAGES, world, batch);
    for (int epoch = 0; epoch < epochs; epoch++) {
      List<Integer> used = new ArrayList<>();
      for (int rank = 0; rank < world; rank++) {
        used.addAll(
            ranks
                .get(rank)
                .subList((int) shares.before(epoch, rank), (int) shares.before(epoch + 1, rank)));
      }
      assertThat(used)
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, IMAGES).boxed().toList());
    }
  }

  @Property(tries = 15, shrinking = ShrinkingMode.OFF)
  void goesOnFromAnyPositionAsIfItHadNotStopped(
      @ForAll @IntRange(min = 1, max = 3) int world,
      @ForAll @IntRange(min = 1, max = 7) int batch,
      @ForAll @IntRange(min = 0, max = 20) int before,
      @ForAll @IntRange(min = 1, max = 20) int window)
      throws IOException {
    int rank = world - 1;
    try (ShardBatches undisturbed = batches(3, window, rank, world, batch);
        ShardBatches resumed = batches(3, window, rank, world, batch)) {
      for (int i = 0; i < before; i++) {
        undisturbed.next();
      }
      DataPosition position = undisturbed.position();
      assertThat(position.epoch() * IMAGES + position.images())
          .isEqualTo((long) before * world * batch);
      resumed.next();
      resumed.resume(position);
      for (int i = 0; i < 8; i++) {
        assertThat(resumed.next()).isEqualTo(undisturbed.next());
      }
      assertThat(resumed.position()).isEqualTo(undisturbed.position());
    }
  }

  @Property(tries = 1)
  void theOrderChangesWithTheSeedAndTheEpochAndNothingElse() throws IOException {
    List<Integer> first;
    List<Integer> again;
    List<Integer> other;
    try (ShardBatches batches = batches(1, 16, 0, 1, IMAGES)) {
      first = numbers(batches, 2);
    }
    try (ShardBatches batches =
        new ShardBatches(
            manifest,
            folder.toString(),
            new Configuration(),
            new Order(1, 16, true, 0),
            new Ahead(3, 5),
            0,
            1,
            IMAGES)) {
      again = numbers(batches, 2);
    }
    try (ShardBatches batches = batches(2, 16, 0, 1, IMAGES)) {
      other = numbers(batches, 2);
    }
    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
    assertThat(first.subList(0, IMAGES)).isNotEqualTo(first.subList(IMAGES, 2 * IMAGES));
  }

  @Property(tries = 1)
  void aboutHalfOfTheFacesAreMirroredIfAskedFor() throws IOException {
    try (ShardBatches mirrored = batches(1, 16, 0, 1, IMAGES);
        ShardBatches straight = batches(new Order(1, 16, false, 0))) {
      assertThat(mirrored(mirrored.next())).isBetween(8L, 29L);
      assertThat(mirrored(straight.next())).isZero();
    }
  }

  @Property(tries = 1)
  void theShareAskedForLosesItsColours() throws IOException {
    try (ShardBatches none = batches(new Order(1, 16, false, 0));
        ShardBatches half = batches(new Order(1, 16, false, 0.5));
        ShardBatches all = batches(new Order(1, 16, false, 1))) {
      assertThat(grey(none.next())).isZero();
      assertThat(grey(half.next())).isBetween(8L, 29L);
      assertThat(grey(all.next())).isEqualTo(IMAGES);
    }
    assertThatThrownBy(() -> new Order(1, 16, false, 1.5)).hasMessageContaining("1.5");
  }

  @Property(tries = 1)
  void whatIsMissingOrDamagedIsToldWithItsPlace() throws IOException {
    ShardManifest wrong =
        new ShardManifest(
            SIZE, Map.of(Split.TRAIN, List.of(new Shard("train/none", 1, "", List.of(3)))));
    try (ShardBatches batches = batches(wrong)) {
      assertThatThrownBy(batches::next)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("train/none");
    }
    String file = manifest.shards().get(Split.TRAIN).get(0).file();
    ShardManifest counts =
        new ShardManifest(SIZE, Map.of(Split.TRAIN, List.of(new Shard(file, 1, "", List.of(99)))));
    try (ShardBatches batches = batches(counts)) {
      assertThatThrownBy(batches::next)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("manifest");
    }
    ShardManifest size =
        new ShardManifest(8, Map.of(Split.TRAIN, manifest.shards().get(Split.TRAIN)));
    try (ShardBatches batches = batches(size)) {
      assertThatThrownBy(batches::next)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is 4 x 4 pixels, not 8");
    }
    assertThatThrownBy(() -> batches(new ShardManifest(SIZE, Map.of())))
        .isInstanceOf(UsageException.class);
  }

  private static ShardBatches batches(ShardManifest of) {
    return new ShardBatches(
        of,
        folder.toString(),
        new Configuration(),
        new Order(1, 4, false, 0),
        new Ahead(1, 1),
        0,
        1,
        2);
  }

  private static ShardBatches batches(long seed, int window, int rank, int world, int batch) {
    return new ShardBatches(
        manifest,
        folder.toString(),
        new Configuration(),
        new Order(seed, window, true, 0),
        new Ahead(2, 2),
        rank,
        world,
        batch);
  }

  private static List<Integer> numbers(ShardBatches batches, int steps) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      Tensor batch = batches.next();
      for (int i = 0; i < batch.shape()[0]; i++) {
        int at = i * 3 * SIZE * SIZE;
        numbers.add(256 * level(batch.at(at)) + level(batch.at(at + SIZE * SIZE)));
      }
    }
    return numbers;
  }

  private static ShardBatches batches(Order order) {
    return new ShardBatches(
        manifest, folder.toString(), new Configuration(), order, new Ahead(1, 1), 0, 1, IMAGES);
  }

  private static long grey(Tensor batch) {
    int area = SIZE * SIZE;
    return IntStream.range(0, (int) batch.shape()[0])
        .filter(i -> batch.at(i * 3 * area) == batch.at((i * 3 + 2) * area))
        .count();
  }

  private static long mirrored(Tensor batch) {
    return IntStream.range(0, (int) batch.shape()[0])
        .filter(i -> level(batch.at((i * 3 + 2) * SIZE * SIZE)) == 200)
        .count();
  }

  private static int level(float value) {
    return Math.round((value + 1) * 127.5f);
  }
}
