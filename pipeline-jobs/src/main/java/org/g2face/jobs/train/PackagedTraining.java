package org.g2face.jobs.train;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.bytedeco.pytorch.global.torch;
import org.g2face.anonymize.KnownQuestions;
import org.g2face.io.FileStore;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.Version;
import org.g2face.jobs.io.HadoopFileStore;
import org.g2face.jobs.io.HadoopFileSystems;
import org.g2face.jobs.io.ModelLocation;
import org.g2face.jobs.shards.ShardManifest;
import org.g2face.model.ModelException;
import org.g2face.model.ModelPackage;
import org.g2face.model.Provenance;
import org.g2face.onnx.Execution;
import org.g2face.train.Checkpoint;
import org.g2face.train.CheckpointStore;
import org.g2face.train.Trainer;
import org.g2face.train.engine.TrainSettings;

/**
 * Training of the model that a package holds.
 *
 * @param settings whose device may be {@value #AUTO}: the GPU that Spark assigned, else the CPU
 * @param model URI of the package's folder
 */
public record PackagedTraining(TrainSettings settings, String model) implements RankTraining {
  private static final String AUTO = "auto";

  @Override
  public void check(ShardManifest data, Configuration hadoop) throws IOException {
    int size = load(hadoop).architecture().size();
    if (size != data.size()) {
      throw new UsageException(
          "the model is for faces of %d x %d pixels, the dataset holds %d x %d; pack it anew with"
                  .formatted(size, size, data.size(), data.size())
              + " g2face ingest --size "
              + size);
    }
  }

  @Override
  public void run(Rank rank) throws IOException {
    new Trainer(
            settingsOn(rank),
            load(rank.hadoop()),
            rank.collective(),
            rank.faces(),
            rank.listener(),
            rank.checkpoints())
        .run();
  }

  @Override
  public String device(String assigned) {
    String automatic = assigned.isEmpty() ? "cpu" : assigned;
    return settings.device().equals(AUTO) ? automatic : settings.device();
  }

  /** The settings for a rank's device; from now on the calling thread uses the rank's threads. */
  TrainSettings settingsOn(Rank rank) {
    torch.set_num_threads(rank.threads());
    return on(device(rank.device()));
  }

  /** Writes the trained model as a package of its own. */
  @Override
  public void finish(CheckpointStore checkpoints, String output, Configuration hadoop)
      throws IOException {
    FileStore latest = checkpoints.latest().orElse(null);
    if (latest == null) {
      return;
    }
    ModelPackage start = load(hadoop);
    Provenance trained =
        new Provenance(
            List.of(),
            "that of the training data and of the model that training started from",
            "see starts/ beside this folder; checkpoint " + new Path(latest.toString()).getName(),
            "g2face " + Version.g2face(),
            LocalDate.now(ZoneOffset.UTC).toString());
    Path target = new Path(output);
    Path temporary = new Path(target.getParent(), "." + target.getName());
    FileSystem store = HadoopFileSystems.of(target, hadoop);
    store.delete(temporary, true);
    HadoopFileStore folder = HadoopFileStore.of(temporary.toString(), hadoop);
    Checkpoint.read(latest, start.architecture()).writePackage(folder, start, trained);
    KnownQuestions.record(folder, Execution.onCpu(1));
    store.delete(target, true);
    if (!store.rename(temporary, target)) {
      throw new IOException("cannot rename " + temporary + " to " + target);
    }
  }

  private TrainSettings on(String device) {
    return new TrainSettings(
        settings.engine(),
        device,
        settings.precision(),
        settings.seed(),
        settings.batch(),
        settings.accumulate(),
        settings.steps(),
        settings.losses(),
        settings.optimiser(),
        settings.channel(),
        settings.stages(),
        settings.checkpointEvery(),
        settings.gridEvery());
  }

  ModelPackage load(Configuration hadoop) throws IOException {
    try {
      return ModelPackage.load(ModelLocation.of(model, hadoop));
    } catch (ModelException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }
}
