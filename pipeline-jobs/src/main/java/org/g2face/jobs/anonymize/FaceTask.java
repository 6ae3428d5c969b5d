package org.g2face.jobs.anonymize;

import java.io.IOException;
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
import org.g2face.anonymize.PhotographResult;
import org.g2face.image.ImageDecoder;
import org.g2face.image.ImageEncoder;
import org.g2face.image.RgbImage;
import org.g2face.jobs.input.InputSplit;
import org.g2face.jobs.input.Limits;
import org.g2face.jobs.input.NameHasher;
import org.g2face.jobs.keys.KeyHandle;
import org.g2face.jobs.output.Audit;
import org.g2face.jobs.output.FileNames;
import org.g2face.jobs.output.KeyedHash;
import org.g2face.jobs.output.Layout;
import org.g2face.jobs.output.Published;
import org.g2face.jobs.output.SplitOutput;
import org.g2face.jobs.output.SplitWriter;
import org.g2face.jobs.output.version.WorkFolder;
import org.g2face.jobs.vault.VaultTask;
import org.g2face.jobs.vault.VaultWriter;

/**
 * The work of one Spark task: reads its images, sends them through the networks, and writes what
 * becomes of each.
 *
 * @param provider says which networks to load
 * @param status what a published image is, for its row
 * @param work where finished packs are kept
 * @param hidden for the key that replaces the names of images, or null
 * @param labels what faces are called, and whose they are
 * @param vault where their originals go, encrypted; null for nowhere
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
    KeyHandle hidden,
    Labels labels,
    VaultTask vault,
    Broadcast<SerializableConfiguration> hadoop,
    LongAccumulator done,
    LongAccumulator refused)
    implements SplitTask {

  @Override
  public SplitOutput run(InputSplit pack) throws IOException, InterruptedException {
    Configuration configuration = hadoop.value().value();
    return SplitTask.once(pack, work, configuration, done, () -> write(pack, configuration));
  }

  private SplitOutput write(InputSplit pack, Configuration configuration)
      throws IOException, InterruptedException {
    TaskContext task = TaskContext.get();
    String attempt = "%06d-%s".formatted(pack.number(), UUID.randomUUID());
    try (SharedTransforms.Lease lease = SharedTransforms.acquire(provider)) {
      FaceTransform transform = lease.transform();
      ImageDecoder flat = new ImageDecoder(limits.image(), acceptMislabelled);
      boolean photographs = transform.takesPhotographs();
      ImageDecoder decoder = photographs ? flat.keepingAlpha() : flat;
      try (SplitWriter writer =
              new SplitWriter(configuration, work.attempts(), attempt, pack.number());
          VaultWriter originals = vault == null ? null : vault.open(configuration, attempt);
          PrefetchingReader batches =
              new PrefetchingReader(
                  pack.open(configuration, limits),
                  new FaceReader(
                      decoder, photographs ? 0 : transform.size(), hiding(), labels, vault != null),
                  // Photographs are large: no more than one waits while one is worked on.
                  photographs ? 1 : batchSize)) {
        FaultIsolatingTransform networks =
            new FaultIsolatingTransform(transform, limits.failuresInARow());
        while (batches.hasNext()) {
          task.killTaskIfInterrupted();
          write(batches.next(), networks, writer, originals);
        }
        if (originals != null) {
          // Before the pack counts as finished.
          originals.finish();
        }
        return writer.finish();
      }
    }
  }

  private NameHasher hiding() throws IOException {
    return hidden == null ? null : new NameHasher(new KeyedHash(hidden.bytes()));
  }

  private void write(
      List<Item> batch, FaultIsolatingTransform networks, SplitWriter writer, VaultWriter originals)
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

  private void write(Item.Ready source, Outcome outcome, SplitWriter writer) throws IOException {
    if (outcome instanceof Outcome.Failed failed) {
      writer.refuse(
          source.quarantined(failed.reason(), failed.detail()),
          audit(source, failed.faces(), Map.of()));
      refused.add(1);
    } else {
      publish(source, (Outcome.Done) outcome, writer);
    }
  }

  private void publish(Item.Ready source, Outcome.Done face, SplitWriter writer)
      throws IOException {
    String id = source.face().imageId();
    RgbImage image = face.image();
    Optional<PhotographResult> whole = face.whole();
    byte[] png =
        new ImageEncoder().png(image, whole.flatMap(PhotographResult::alpha), face.sealed());
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
            whole.flatMap(PhotographResult::reason).orElse(null),
            whole.map(PhotographResult::faces).orElse(List.of())),
        png,
        audit(source, whole.map(w -> w.faces().size()).orElse(1), face.checks()));
  }

  private static String status(PhotographResult whole) {
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
