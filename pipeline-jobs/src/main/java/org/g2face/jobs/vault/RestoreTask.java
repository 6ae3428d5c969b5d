package org.g2face.jobs.vault;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.g2face.jobs.dataset.Limits;
import org.g2face.jobs.dataset.Pack;
import org.g2face.jobs.dataset.Reasons;
import org.g2face.jobs.dataset.Slice;
import org.g2face.jobs.dataset.SourceEntry;
import org.g2face.jobs.keys.Ticket;
import org.g2face.jobs.output.FileNames;
import org.g2face.jobs.output.Layout;
import org.g2face.jobs.output.Published;
import org.g2face.jobs.output.Quarantined;
import org.g2face.jobs.output.TaskOutput;
import org.g2face.jobs.output.TaskWriter;
import org.g2face.vault.Original;
import org.g2face.vault.VaultCipher;
import org.g2face.vault.VaultException;

/**
 * Decrypts the rows of one task and writes the originals, bit by bit as they were.
 *
 * @param ticket for the vault's keys
 * @param dataset names the dataset that the vault belongs to
 * @param staging URI of the job's staging folder
 */
record RestoreTask(
    Ticket ticket,
    String dataset,
    String staging,
    Layout layout,
    Limits limits,
    Broadcast<SerializableConfiguration> hadoop)
    implements Serializable {
  private static final String STATUS = "restored";

  TaskOutput run(Pack pack) throws IOException {
    TaskContext task = TaskContext.get();
    String attempt = "part-%06d-attempt-%d".formatted(task.partitionId(), task.taskAttemptId());
    Configuration configuration = hadoop.value().value();
    VaultCipher cipher = new VaultCipher(ticket.redeem().vault(), dataset);
    try (TaskWriter writer = new TaskWriter(configuration, new Path(URI.create(staging)), attempt);
        Slice.Entries entries = pack.open(configuration, limits)) {
      while (entries.hasNext()) {
        task.killTaskIfInterrupted();
        restore(entries.next(), cipher, writer);
      }
      return writer.finish();
    }
  }

  private void restore(SourceEntry entry, VaultCipher cipher, TaskWriter writer)
      throws IOException {
    if (entry instanceof SourceEntry.Encoded row) {
      try {
        publish(row, cipher.open(row.id(), row.bytes()), writer);
      } catch (VaultException e) {
        writer.write(refused(row, Reasons.UNREADABLE_VAULT, e.getMessage()));
      }
    } else if (entry instanceof SourceEntry.Unreadable broken) {
      writer.write(refused(broken, broken.reason(), broken.detail()));
    }
  }

  private void publish(SourceEntry.Encoded row, Original original, TaskWriter writer)
      throws IOException {
    String name = FileNames.KEPT.of(row.id());
    if (layout.writesFiles()) {
      writer.writeFile(name, original.bytes());
    }
    writer.write(
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
            "none",
            null,
            Map.of()));
  }

  private static Quarantined refused(SourceEntry entry, String reason, String detail) {
    return new Quarantined(entry.id(), entry.path(), false, reason, detail, entry.length());
  }
}
