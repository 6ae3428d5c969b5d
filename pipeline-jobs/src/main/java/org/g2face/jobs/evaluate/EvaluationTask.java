package org.g2face.jobs.evaluate;

import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.g2face.image.ImageDecoder;
import org.g2face.jobs.evaluate.ImageJoin.Group;
import org.g2face.jobs.input.Limits;

/**
 * The Spark task of an evaluation: shows the pictures of each id to the judges and compares what
 * they saw.
 *
 * @param probes for each subject, what reads its passwords; null where there is no model
 * @param paired keys of images whose embeddings are kept
 * @param gallery more such images
 */
record EvaluationTask(
    EvaluationNetworkSource judges,
    List<ProbeSource> probes,
    EvaluationPlan plan,
    Limits limits,
    boolean acceptMislabelled,
    Broadcast<Set<String>> paired,
    GallerySample gallery,
    Broadcast<SerializableConfiguration> hadoop,
    List<Integer> sources,
    LongAccumulator done,
    LongAccumulator refused)
    implements Serializable {

  Iterator<ImageResult> run(Iterator<Group> groups) throws IOException {
    var configuration = hadoop.value().value();
    TaskContext task = TaskContext.get();
    var lease = judges.acquire(configuration);
    task.addTaskCompletionListener((TaskCompletionListener) context -> lease.close());
    ImageEvaluator onlooker =
        new ImageEvaluator(
            plan,
            lease.value(),
            new ImageDecoder(limits.image(), acceptMislabelled),
            sources,
            limits.failuresInARow());
    for (ProbeSource probe : probes) {
      if (probe == null) {
        onlooker.addProbe(null);
      } else {
        var reading = probe.acquire(configuration);
        task.addTaskCompletionListener((TaskCompletionListener) context -> reading.close());
        onlooker.addProbe(reading.value());
      }
    }
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return groups.hasNext();
      }

      @Override
      public ImageResult next() {
        task.killTaskIfInterrupted();
        Group group = groups.next();
        boolean kept =
            paired.value().contains(group.key())
                || group.original().filter(gallery::holds).isPresent();
        ImageResult result = onlooker.look(group, kept);
        done.add(1);
        refused.add(result.problems().isEmpty() ? 0 : 1);
        return result;
      }
    };
  }
}
