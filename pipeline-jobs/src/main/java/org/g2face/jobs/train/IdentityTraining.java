package org.g2face.jobs.train;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.g2face.external.EmbeddingNetwork;
import org.g2face.jobs.io.ExternalNetwork;
import org.g2face.jobs.shards.ShardManifest;
import org.g2face.onnx.Execution;
import org.g2face.tensor.Tensor;
import org.g2face.train.IdentityDistillation;
import org.g2face.train.loss.DistillationLoss;

/**
 * Training of the identity network that a package describes, to embed faces as a teacher does. The
 * teacher runs on the CPU, whatever the student runs on.
 */
public record IdentityTraining(
    PackagedTraining packaged, ExternalNetwork teacher, DistillationLoss.Weights losses)
    implements PartTraining {

  @Override
  public void check(ShardManifest data, Configuration hadoop) throws IOException {
    PartTraining.super.check(data, hadoop);
    open(data.size(), 1, hadoop).close();
  }

  @Override
  public void run(Rank rank) throws IOException {
    var settings = packaged.settingsOn(rank);
    var start = packaged.load(rank.hadoop());
    int size = start.architecture().size();
    try (EmbeddingNetwork recogniser = open(size, rank.threads(), rank.hadoop())) {
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

  private record Opened(EmbeddingNetwork recogniser) implements IdentityDistillation.Teacher {
    @Override
    public int embedding() {
      return recogniser.embedding();
    }

    @Override
    public Tensor embed(Tensor images) {
      return recogniser.embed(images);
    }
  }

  private EmbeddingNetwork open(int size, int threads, Configuration hadoop) {
    byte[] file = teacher.read(hadoop);
    return teacher.open(spec -> EmbeddingNetwork.open(file, spec, size, Execution.onCpu(threads)));
  }
}
