package org.g2face.jobs.train;

import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.BarrierTaskInfo;
import org.apache.spark.SparkEnv;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.util.SerializableConfiguration;
import org.g2face.jobs.OrderlyStop;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.shards.ShardBatches;
import org.g2face.jobs.shards.ShardManifest;
import org.g2face.model.ModelException;
import org.g2face.preflight.PreflightException;
import org.g2face.train.TrainerListener;
import org.g2face.train.TrainingStoppedException;
import org.g2face.train.collective.Collective;
import org.g2face.train.collective.GlooCollective;
import org.g2face.train.collective.MissingLibraryException;
import org.g2face.train.collective.NcclCollective;
import org.g2face.train.engine.TrainingException;

/**
 * The Spark task of one rank: joins the other ranks and trains with them, from the newest
 * checkpoint on.
 *
 * @param output URI of the run's folder
 * @param steps of the whole training
 */
record TrainTask(
    RankTraining training,
    String output,
    long steps,
    ShardManifest manifest,
    DataOptions data,
    ClusterOptions cluster,
    CheckpointRetention keep,
    LatestText line,
    Broadcast<SerializableConfiguration> hadoop)
    implements Serializable {
  /** How long a process that is asked to stop waits for the step that a rank is at. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** What Spark calls the process that started the job, if it runs tasks, too. */
  private static final String DRIVER = "driver";

  RankOutcome run() throws Exception {
    BarrierTaskContext task = BarrierTaskContext.get();
    BarrierRendezvous peers = new BarrierRendezvous(task, cluster.workers());
    try {
      train(task, peers);
      return new RankOutcome(peers.rank(), task.stageAttemptNumber(), null);
    } catch (TrainingException
        | UsageException
        | ModelException
        | PreflightException
        | MissingLibraryException e) {
      // It would happen again, so it is an answer and not a failure that Spark should repair.
      return new RankOutcome(peers.rank(), task.stageAttemptNumber(), e.getMessage());
    } catch (TrainingStoppedException e) {
      // An executor that is taken away is a lost rank, with which Spark starts all ranks again.
      if (!SparkEnv.get().executorId().equals(DRIVER)) {
        throw e;
      }
      return new RankOutcome(peers.rank(), task.stageAttemptNumber(), e.getMessage());
    }
  }

  private void train(BarrierTaskContext task, BarrierRendezvous peers) throws Exception {
    Configuration configuration = hadoop.value().value();
    RunFolder folder = RunFolder.of(output, configuration);
    CheckpointFolders checkpoints =
        CheckpointFolders.of(folder.checkpoints().toString(), configuration, keep);
    long start = Long.parseLong(peers.exchange("" + checkpoints.latestStep()).get(0));
    String host = host(task.getTaskInfos()[peers.rank()]);
    try (OrderlyStop stop = OrderlyStop.of(OrderlyStop.TASK, PATIENCE);
        Collective collective = join(peers, host, training.device(device(task)));
        ShardBatches faces = faces(peers.rank(), configuration);
        Told told = listen(peers.rank(), folder, host, faces, new StopAsked(task))) {
      training.run(
          new RankTraining.Rank(
              collective,
              faces,
              told.listener(),
              checkpoints.startingAt(start),
              device(task),
              threads(task, host),
              configuration));
    }
  }

  /**
   * @param device where the values lie that are exchanged
   */
  private Collective join(BarrierRendezvous peers, String host, String device) {
    if (cluster.workers() == 1) {
      return Collective.single();
    }
    return device.startsWith("cuda")
        ? NcclCollective.join(peers, device, cluster.timeout())
        : GlooCollective.join(peers, host, cluster.timeout());
  }

  private ShardBatches faces(int rank, Configuration configuration) {
    return new ShardBatches(
        manifest,
        data.uri(),
        configuration,
        data.order(),
        data.ahead(),
        rank,
        cluster.workers(),
        data.batch());
  }

  /** Who listens on a rank, and the file that is open for it. */
  private record Told(TrainerListener listener, RunRecorder recorder) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      if (recorder != null) {
        recorder.close();
      }
    }
  }

  /** Asks training to stop when the process or Spark's driver does. */
  private record StopAsked(BarrierTaskContext task) implements TrainerListener {
    @Override
    public boolean asksToStop() {
      return OrderlyStop.processIsAsked() || task.isInterrupted();
    }
  }

  private Told listen(
      int rank, RunFolder folder, String host, ShardBatches faces, StopAsked stopAsked)
      throws IOException {
    if (rank != 0) {
      return new Told(stopAsked, null);
    }
    List<TrainerListener> all = new ArrayList<>();
    all.add(stopAsked);
    all.add(new StatusLine(steps, line, faces::secondsWaited));
    RunRecorder recorder = new RunRecorder(folder, host);
    all.add(recorder);
    return new Told(new Listeners(all), recorder);
  }

  private static String device(BarrierTaskContext task) {
    ResourceInformation gpu = task.resourcesJMap().get("gpu");
    return gpu == null ? "" : "cuda:" + gpu.addresses()[0];
  }

  private static String host(BarrierTaskInfo task) {
    return task.address().substring(0, task.address().lastIndexOf(':'));
  }

  /** The ranks of a machine share its cores; what Spark calls a core may be less than that. */
  private static int threads(BarrierTaskContext task, String host) {
    long ranks = Arrays.stream(task.getTaskInfos()).filter(it -> host(it).equals(host)).count();
    return (int) Math.max(task.cpus(), Runtime.getRuntime().availableProcessors() / ranks);
  }
}
