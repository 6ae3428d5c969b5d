package org.g2face.jobs.train;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.g2face.jobs.shards.ShardManifest;
import org.g2face.onnx.Execution;
import org.g2face.onnx.Recogniser;
import org.g2face.tensor.Tensor;
import org.g2face.train.CheckpointStore;
import org.g2face.train.IdentityDistillation;
import org.g2face.train.loss.Imitation;

/**
 * Training of the identity network that a package describes, to embed faces as a teacher does. The
 * teacher runs on the CPU, whatever the student runs on.
 */
public record IdentityTraining(
    PackagedTraining student, TeacherOptions teacher, Imitation.Weights losses)
    implements RankTraining {

  @Override
  public void check(ShardManifest data, Configuration hadoop) throws IOException {
    student.check(data, hadoop);
    open(data.size(), 1, hadoop).close();
  }

  @Override
  public String device(String assigned) {
    return student.device(assigned);
  }

  @Override
  public void run(Rank rank) throws IOException {
    var settings = student.settingsOn(rank);
    var start = student.load(rank.hadoop());
    int size = start.architecture().size();
    try (Recogniser recogniser = open(size, rank.threads(), rank.hadoop())) {
      new IdentityDistillation(
              settings,
              losses,
              new Opened(recogniser),
              start,
              rank.collective(),
              rank.faces(),
              rank.listener(),
              rank.checkpoints())
          .run();
    }
  }

  private record Opened(Recogniser recogniser) implements IdentityDistillation.Teacher {
    @Override
    public int embedding() {
      return recogniser.embedding();
    }

    @Override
    public Tensor embed(Tensor images) {
      return recogniser.embed(images);
    }
  }

  private Recogniser open(int size, int threads, Configuration hadoop) {
    byte[] file = teacher.read(hadoop);
    return teacher.open(
        contract -> Recogniser.open(file, contract, size, Execution.onCpu(threads)));
  }

  /** Writes the package that training started from, with the student in place of its identity. */
  @Override
  public void finish(CheckpointStore checkpoints, String output, Configuration hadoop)
      throws IOException {
    student.finish(checkpoints, output, hadoop);
  }
}
