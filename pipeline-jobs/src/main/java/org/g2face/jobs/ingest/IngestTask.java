package org.g2face.jobs.ingest;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.g2face.image.Decoded;
import org.g2face.image.Decoded.Picture;
import org.g2face.image.Decoded.Rejected;
import org.g2face.image.ImageDecoder;
import org.g2face.image.ImageEncoder;
import org.g2face.jobs.input.InputSplit;
import org.g2face.jobs.input.Limits;
import org.g2face.jobs.input.SourceEntry;
import org.g2face.jobs.input.SourceEntry.Encoded;
import org.g2face.jobs.input.SourceEntry.Unreadable;
import org.g2face.jobs.input.SplitRange;
import org.g2face.jobs.output.Quarantined;
import org.g2face.jobs.output.TaskWriter;
import org.g2face.jobs.shards.Shard;
import org.g2face.jobs.shards.Split;

/**
 * The Spark task of an ingest: reads its images and writes their faces to shards of its own.
 *
 * @param staging URI of the job's staging folder
 * @param attempts URI of the folder for files of attempts
 */
record IngestTask(
    ShardOptions options,
    String staging,
    String attempts,
    Limits limits,
    boolean acceptMislabelled,
    Broadcast<SerializableConfiguration> hadoop,
    LongAccumulator done,
    LongAccumulator refused)
    implements Serializable {

  PackedTask run(InputSplit pack) throws IOException {
    TaskContext task = TaskContext.get();
    String attempt = "part-%06d-attempt-%d".formatted(task.partitionId(), task.taskAttemptId());
    Configuration configuration = hadoop.value().value();
    ImageDecoder decoder = new ImageDecoder(limits.image(), acceptMislabelled);
    Path folder = new Path(URI.create(attempts));
    try (SplitRange.Entries entries = pack.open(configuration, limits);
        TaskWriter others = new TaskWriter(configuration, new Path(URI.create(staging)), attempt);
        ShardWriter train = new ShardWriter(configuration, folder, attempt + "-train", options);
        ShardWriter validation =
            new ShardWriter(configuration, folder, attempt + "-validation", options)) {
      Map<Split, ShardWriter> splits =
          new EnumMap<>(Map.of(Split.TRAIN, train, Split.VALIDATION, validation));
      while (entries.hasNext()) {
        task.killTaskIfInterrupted();
        pack(entries.next(), decoder, splits, others);
        done.add(1);
      }
      Map<Split, List<Shard>> shards = new EnumMap<>(Split.class);
      shards.put(Split.TRAIN, train.finish());
      shards.put(Split.VALIDATION, validation.finish());
      return new PackedTask(shards, others.finish(packed(shards)));
    }
  }

  private void pack(
      SourceEntry entry, ImageDecoder decoder, Map<Split, ShardWriter> splits, TaskWriter others)
      throws IOException {
    if (entry instanceof Encoded encoded) {
      Decoded decoded = decoder.decode(encoded.bytes(), encoded.name());
      if (decoded instanceof Picture picture) {
        byte[] png = new ImageEncoder().png(picture.image().resize(options.size(), options.size()));
        splits.get(Split.of(entry.id(), options.validation())).write(entry.id(), png);
      } else {
        Rejected rejected = (Rejected) decoded;
        refuse(entry, false, rejected.reason().code(), rejected.detail(), others);
      }
    } else if (entry instanceof Unreadable broken) {
      refuse(entry, false, broken.reason(), broken.detail(), others);
    } else {
      SourceEntry.Ignored ignored = (SourceEntry.Ignored) entry;
      refuse(entry, true, ignored.reason(), ignored.detail(), others);
    }
  }

  private void refuse(
      SourceEntry entry, boolean ignored, String reason, String detail, TaskWriter others)
      throws IOException {
    others.write(
        new Quarantined(entry.id(), entry.path(), ignored, reason, detail, entry.length()));
    refused.add(1);
  }

  private static long packed(Map<Split, List<Shard>> shards) {
    return shards.values().stream().flatMap(List::stream).mapToLong(Shard::images).sum();
  }
}
