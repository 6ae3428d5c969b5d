package org.g2face.jobs.anonymize;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.FaceTransformProvider;
import org.g2face.anonymize.Outcome;
import org.g2face.image.ImageDecoder;
import org.g2face.image.ImageEncoder;
import org.g2face.image.RgbImage;
import org.g2face.jobs.output.FileNames;
import org.g2face.jobs.dataset.Limits;
import org.g2face.jobs.dataset.Pack;
import org.g2face.jobs.output.Layout;
import org.g2face.jobs.output.Published;
import org.g2face.jobs.output.TaskOutput;
import org.g2face.jobs.output.TaskWriter;
import org.g2face.jobs.vault.VaultPart;
import org.g2face.jobs.vault.VaultTask;
import org.g2face.jobs.vault.VaultWriter;

/**
 * What one Spark task does: reads its images, sends them through the networks, and writes what
 * becomes of each.
 *
 * @param provider says which networks to load
 * @param status what a published image is, for its row
 * @param staging URI of the job's staging folder
 * @param labels what faces are called, and whose they are
 * @param vault where their originals go, encrypted; null for nowhere
 */
record FaceTask(
    FaceTransformProvider provider,
    String status,
    String staging,
    Layout layout,
    FileNames names,
    Labels labels,
    VaultTask vault,
    int batchSize,
    Limits limits,
    boolean acceptMislabelled,
    Broadcast<SerializableConfiguration> hadoop,
    LongAccumulator done,
    LongAccumulator refused)
    implements Serializable {

  /**
   * What one task has written.
   *
   * @param dataset into the dataset
   * @param vault into the vault
   */
  record Written(TaskOutput dataset, VaultPart vault) implements Serializable {}

  Written run(Pack pack) throws IOException, InterruptedException {
    TaskContext task = TaskContext.get();
    String attempt = "part-%06d-attempt-%d".formatted(task.partitionId(), task.taskAttemptId());
    Configuration configuration = hadoop.value().value();
    try (SharedTransforms.Lease lease = SharedTransforms.acquire(provider)) {
      FaceTransform transform = lease.transform();
      ImageDecoder decoder = new ImageDecoder(limits.image(), acceptMislabelled);
      try (TaskWriter writer =
              new TaskWriter(configuration, new Path(URI.create(staging)), attempt);
          VaultWriter originals = vault == null ? null : vault.open(configuration, attempt);
          ReadAhead batches =
              new ReadAhead(
                  pack.open(configuration, limits),
                  new FaceReader(decoder, transform.size(), labels, vault != null),
                  batchSize)) {
        CarefulTransform networks = new CarefulTransform(transform, limits.failuresInARow());
        while (batches.hasNext()) {
          task.killTaskIfInterrupted();
          write(batches.next(), networks, writer, originals);
        }
        return new Written(
            writer.finish(), originals == null ? VaultPart.NONE : originals.finish());
      }
    }
  }

  private void write(
      List<Item> batch, CarefulTransform networks, TaskWriter writer, VaultWriter originals)
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
        writer.write(entry.row());
        refused.add(1);
      } else {
        Item.Ready source = (Item.Ready) item;
        Outcome outcome = outcomes.next();
        write(source, outcome, writer);
        if (originals != null && outcome instanceof Outcome.Done) {
          originals.write(source.face().imageId(), source.original());
        }
      }
      done.add(1);
    }
  }

  private void write(Item.Ready source, Outcome outcome, TaskWriter writer) throws IOException {
    if (outcome instanceof Outcome.Failed failed) {
      writer.write(source.quarantined(failed.reason(), failed.detail()));
      refused.add(1);
    } else {
      publish(source, (Outcome.Done) outcome, writer);
    }
  }

  private void publish(Item.Ready source, Outcome.Done face, TaskWriter writer)
      throws IOException {
    String id = source.face().imageId();
    RgbImage image = face.image();
    byte[] png = new ImageEncoder().png(image);
    String name = names.of(id);
    if (layout.writesFiles()) {
      writer.writeFile(name, png);
    }
    writer.write(
        new Published(
            id,
            source.path(),
            layout.embedsImages() ? png : null,
            name,
            status,
            image.width(),
            image.height(),
            source.sourceWidth(),
            source.sourceHeight(),
            provider.model(),
            face.dummyId(),
            face.checks()));
  }
}
