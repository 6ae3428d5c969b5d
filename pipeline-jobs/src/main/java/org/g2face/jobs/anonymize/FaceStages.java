package org.g2face.jobs.anonymize;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.g2face.jobs.SparkWork;
import org.g2face.jobs.input.ImageDataset;
import org.g2face.jobs.output.SplitOutput;
import org.g2face.jobs.output.version.WorkFolder;
import org.g2face.jobs.progress.Progress;

/**
 * The two Spark stages of a job over faces: all packs, then gathering what they have become.
 *
 * @param name the job's, for Spark's interface
 */
record FaceStages(
    JavaSparkContext context, String name, ImageDataset dataset, Progress.Display display) {
  /** After a batch, a task notices that it is to stop. */
  private static final Duration TASKS_END_WITHIN = Duration.ofMinutes(1);

  private static final int MOST_GATHER_TASKS = 1024;

  /**
   * Runs a task for each pack.
   *
   * @param factory makes the task, which counts on the given progress
   */
  List<SplitOutput> run(Function<Progress, SplitTask> factory) {
    return SparkWork.run(
        context,
        "g2face " + name,
        () -> {
          try (Progress progress =
              Progress.start(context, dataset.images() + dataset.ignored(), display)) {
            SplitTask task = factory.apply(progress);
            return collect(task, progress);
          }
        });
  }

  private List<SplitOutput> collect(SplitTask task, Progress progress) {
    try {
      return dataset.tasks().map(task::run).collect();
    } finally {
      // After a failure other tasks still run, and after success speculative ones.
      progress.awaitIdle(TASKS_END_WITHIN);
    }
  }

  /** Moves the files of all packs to where the dataset has them, and checks them. */
  void gather(List<SplitOutput> packs, WorkFolder work) {
    PromotionTask task = new PromotionTask(work, dataset.hadoop());
    SparkWork.run(
        context,
        "g2face " + name + ": gathering",
        () -> {
          context.parallelize(packs, Math.min(packs.size(), MOST_GATHER_TASKS)).foreach(task::run);
          return null;
        });
  }
}
