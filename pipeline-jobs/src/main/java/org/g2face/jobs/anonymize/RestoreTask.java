package org.g2face.jobs.anonymize;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.g2face.io.Sha256;
import org.g2face.jobs.input.InputSplit;
import org.g2face.jobs.input.Limits;
import org.g2face.jobs.input.Reasons;
import org.g2face.jobs.input.SourceEntry;
import org.g2face.jobs.input.SplitRange;
import org.g2face.jobs.keys.KeyHandle;
import org.g2face.jobs.output.Audit;
import org.g2face.jobs.output.FileNames;
import org.g2face.jobs.output.Layout;
import org.g2face.jobs.output.Published;
import org.g2face.jobs.output.Quarantined;
import org.g2face.jobs.output.SplitOutput;
import org.g2face.jobs.output.SplitWriter;
import org.g2face.jobs.output.version.WorkFolder;
import org.g2face.vault.Original;
import org.g2face.vault.VaultCipher;
import org.g2face.vault.VaultException;

/**
 * Decrypts the rows of a vault and writes the originals, bit by bit as they were.
 *
 * @param ticket for the vault's keys
 * @param dataset names the dataset that the vault belongs to
 * @param work where finished packs are kept
 */
record RestoreTask(
    KeyHandle ticket,
    String dataset,
    WorkFolder work,
    Layout layout,
    FileNames names,
    Broadcast<SerializableConfiguration> hadoop,
    LongAccumulator done,
    LongAccumulator refused)
    implements SplitTask {
  private static final String STATUS = "restored";

  /** What was put into a vault was within the limits of its job, whatever they were. */
  private static final Limits LIMITS = new Limits(1, Integer.MAX_VALUE, 1);

  @Override
  public SplitOutput run(InputSplit pack) throws IOException, InterruptedException {
    Configuration configuration = hadoop.value().value();
    return SplitTask.once(pack, work, configuration, done, () -> write(pack, configuration));
  }

  private SplitOutput write(InputSplit pack, Configuration configuration) throws IOException {
    TaskContext task = TaskContext.get();
    String attempt = "%06d-%s".formatted(pack.number(), UUID.randomUUID());
    VaultCipher cipher = new VaultCipher(ticket.redeem().vault(), dataset);
    try (SplitWriter writer =
            new SplitWriter(configuration, work.attempts(), attempt, pack.number());
        SplitRange.Entries entries = pack.open(configuration, LIMITS)) {
      while (entries.hasNext()) {
        task.killTaskIfInterrupted();
        restore(entries.next(), cipher, writer);
        done.add(1);
      }
      return writer.finish();
    }
  }

  private void restore(SourceEntry entry, VaultCipher cipher, SplitWriter writer)
      throws IOException {
    if (entry instanceof SourceEntry.Encoded row) {
      try {
        publish(row, cipher.open(row.id(), row.bytes()), writer);
      } catch (VaultException e) {
        String sha256 = Sha256.of(row.bytes());
        refuse(row, Reasons.UNREADABLE_VAULT, e.getMessage(), sha256, writer);
      }
    } else if (entry instanceof SourceEntry.Unreadable broken) {
      refuse(broken, broken.reason(), broken.detail(), null, writer);
    }
  }

  private void publish(SourceEntry.Encoded row, Original original, SplitWriter writer)
      throws IOException {
    String name = names.of(row.id());
    if (layout.writesFiles()) {
      writer.writeFile(name, original.bytes());
    }
    Published restored =
        new Published(
            row.id(),
            row.path(),
            layout.embedsImages() ? original.bytes() : null,
            name,
            STATUS,
            original.width(),
            original.height(),
            original.width(),
            original.height(),
            RestoreOriginals.NO_MODEL,
            null,
            Map.of());
    writer.publish(restored, original.bytes(), audit(row, Sha256.of(row.bytes())));
  }

  private void refuse(
      SourceEntry entry, String reason, String detail, String sha256, SplitWriter writer)
      throws IOException {
    writer.refuse(
        new Quarantined(entry.id(), entry.path(), false, reason, detail, entry.length()),
        audit(entry, sha256));
    refused.add(1);
  }

  private static Audit audit(SourceEntry entry, String sha256) {
    return new Audit(sha256, entry.length(), 0, Map.of(), RestoreOriginals.NO_MODEL, List.of());
  }
}
