package org.g2face.jobs.anonymize;

import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.FaceTransformProvider;
import org.g2face.anonymize.Outcome;
import org.g2face.anonymize.Whole;
import org.g2face.image.ImageDecoder;
import org.g2face.image.ImageEncoder;
import org.g2face.image.RgbImage;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.dataset.HiddenNames;
import org.g2face.jobs.dataset.Limits;
import org.g2face.jobs.dataset.Pack;
import org.g2face.jobs.output.Audit;
import org.g2face.jobs.output.FileNames;
import org.g2face.jobs.output.Layout;
import org.g2face.jobs.output.PackOutput;
import org.g2face.jobs.output.PackRecords;
import org.g2face.jobs.output.PackWriter;
import org.g2face.jobs.output.Published;
import org.g2face.jobs.versions.WorkFolder;

/**
 * What one Spark task does: reads its images, sends them through the networks, and writes what
 * becomes of each.
 *
 * @param provider says which networks to load
 * @param status what a published image is, for its row
 * @param work where finished packs are kept
 * @param hidden replaces the names of images, or null
 */
record FaceTask(
    FaceTransformProvider provider,
    String status,
    WorkFolder work,
    Layout layout,
    FileNames names,
    int batchSize,
    Limits limits,
    boolean acceptMislabelled,
    HiddenNames hidden,
    Broadcast<SerializableConfiguration> hadoop,
    LongAccumulator done,
    LongAccumulator refused)
    implements Serializable {

  /** What a pack becomes; if an attempt of this or an earlier run has finished it, that. */
  PackOutput run(Pack pack) throws IOException, InterruptedException {
    Configuration configuration = hadoop.value().value();
    PackRecords records = new PackRecords(work.packs(), configuration);
    Optional<PackOutput> before = records.find(pack.number());
    if (before.isPresent()) {
      done.add(pack.count());
      return before.get();
    }
    PackOutput written = write(pack, configuration);
    if (written.inputs() != pack.count()) {
      throw new JobFailedException(
          "%d images have become %d: %s".formatted(pack.count(), written.inputs(), written), null);
    }
    return records.record(written);
  }

  private PackOutput write(Pack pack, Configuration configuration)
      throws IOException, InterruptedException {
    TaskContext task = TaskContext.get();
    String attempt = "%06d-%s".formatted(pack.number(), UUID.randomUUID());
    try (SharedTransforms.Lease lease = SharedTransforms.acquire(provider)) {
      FaceTransform transform = lease.transform();
      ImageDecoder flat = new ImageDecoder(limits.image(), acceptMislabelled);
      boolean photographs = transform.takesPhotographs();
      ImageDecoder decoder = photographs ? flat.keepingAlpha() : flat;
      try (PackWriter writer =
              new PackWriter(configuration, work.attempts(), attempt, pack.number());
          ReadAhead batches =
              new ReadAhead(
                  pack.open(configuration, limits),
                  new FaceReader(decoder, photographs ? 0 : transform.size(), hidden),
                  // Photographs are large: no more than one waits while one is worked on.
                  photographs ? 1 : batchSize)) {
        CarefulTransform networks = new CarefulTransform(transform, limits.failuresInARow());
        while (batches.hasNext()) {
          task.killTaskIfInterrupted();
          write(batches.next(), networks, writer);
        }
        return writer.finish();
      }
    }
  }

  private void write(List<Item> batch, CarefulTransform networks, PackWriter writer)
      throws IOException, InterruptedException {
    Iterator<Outcome> outcomes =
        networks
            .apply(
                batch.stream()
                    .filter(Item.Ready.class::isInstance)
                    .map(item -> ((Item.Ready) item).face())
                    .toList())
            .iterator();
    for (Item item : batch) {
      if (item instanceof Item.Refused entry) {
        writer.refuse(entry.row(), audit(entry));
        refused.add(1);
      } else {
        write((Item.Ready) item, outcomes.next(), writer);
      }
      done.add(1);
    }
  }

  private void write(Item.Ready source, Outcome outcome, PackWriter writer) throws IOException {
    if (outcome instanceof Outcome.Failed failed) {
      writer.refuse(
          source.quarantined(failed.reason(), failed.detail()), audit(source, 0, Map.of()));
      refused.add(1);
    } else {
      publish(source, (Outcome.Done) outcome, writer);
    }
  }

  private void publish(Item.Ready source, Outcome.Done face, PackWriter writer) throws IOException {
    String id = source.face().imageId();
    RgbImage image = face.image();
    Optional<Whole> whole = face.whole();
    byte[] png =
        new ImageEncoder().png(image, whole.flatMap(Whole::alpha), whole.flatMap(Whole::sealed));
    String name = names.of(id);
    if (layout.writesFiles()) {
      writer.writeFile(name, png);
    }
    writer.publish(
        new Published(
            id,
            source.path(),
            layout.embedsImages() ? png : null,
            name,
            whole.map(FaceTask::status).orElse(status),
            image.width(),
            image.height(),
            source.sourceWidth(),
            source.sourceHeight(),
            provider.model(),
            face.dummyId(),
            face.checks(),
            whole.flatMap(Whole::reason).orElse(null),
            whole.map(Whole::faces).orElse(List.of())),
        png,
        audit(source, whole.map(w -> w.faces().size()).orElse(1), face.checks()));
  }

  private static String status(Whole whole) {
    return whole.treatment().name().toLowerCase(Locale.ROOT);
  }

  private Audit audit(Item.Refused entry) {
    return new Audit(
        entry.sourceSha256(), entry.row().sourceLength(), 0, Map.of(), provider.model(), List.of());
  }

  /** A crop counts as one face. */
  private Audit audit(Item.Ready source, int faces, Map<String, Double> scores) {
    return new Audit(
        source.sourceSha256(),
        source.sourceLength(),
        faces,
        scores,
        provider.model(),
        provider.keyIds());
  }
}
