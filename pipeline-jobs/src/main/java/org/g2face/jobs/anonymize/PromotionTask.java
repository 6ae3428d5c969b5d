package org.g2face.jobs.anonymize;

import java.io.IOException;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.g2face.jobs.output.OutputPromotion;
import org.g2face.jobs.output.SplitOutput;
import org.g2face.jobs.output.version.WorkFolder;

/**
 * The work of one Spark task when all packs are finished: moves the files of one of them to where
 * the dataset has them, and checks them.
 */
record PromotionTask(WorkFolder work, Broadcast<SerializableConfiguration> hadoop)
    implements Serializable {

  void run(SplitOutput pack) throws IOException {
    new OutputPromotion(hadoop.value().value(), work.attempts(), work.packs(), work.data())
        .gather(pack);
  }
}
