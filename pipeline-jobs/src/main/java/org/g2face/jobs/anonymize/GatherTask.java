package org.g2face.jobs.anonymize;

import java.io.IOException;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.g2face.jobs.output.Gathering;
import org.g2face.jobs.output.PackOutput;
import org.g2face.jobs.versions.WorkFolder;

/**
 * What one Spark task does when all packs are finished: moves the files of one of them to where the
 * dataset has them, and checks them.
 */
record GatherTask(WorkFolder work, Broadcast<SerializableConfiguration> hadoop)
    implements Serializable {

  void run(PackOutput pack) throws IOException {
    new Gathering(hadoop.value().value(), work.attempts(), work.packs(), work.data()).gather(pack);
  }
}
