package org.g2face.jobs.train;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.g2face.external.HeadPoseNetwork;
import org.g2face.external.LandmarkNetwork;
import org.g2face.jobs.io.ExternalNetwork;
import org.g2face.jobs.shards.ShardManifest;
import org.g2face.onnx.Execution;
import org.g2face.tensor.Tensor;
import org.g2face.train.GeometryFitting;
import org.g2face.train.loss.GeometryFitLoss;

/**
 * Training of the geometry network that a package describes, to fit the package's morphable model
 * to what other networks see in faces. These run on the CPU, whatever the student runs on.
 *
 * @param landmarks finds 68 points
 * @param pose measures how heads are turned; its file is null where the pose has no weight
 */
public record GeometryTraining(
    PackagedTraining packaged,
    ExternalNetwork landmarks,
    ExternalNetwork pose,
    GeometryFitLoss.Weights losses)
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
    try (Teachers teachers = open(start.architecture().size(), rank.threads(), rank.hadoop())) {
      new GeometryFitting(
              settings,
              losses,
              teachers,
              start,
              rank.collective(),
              rank.faces(),
              rank.listener(),
              rank.checkpoints())
          .run();
    }
  }

  private record Teachers(LandmarkNetwork points, Optional<HeadPoseNetwork> heads)
      implements GeometryFitting.Teacher, AutoCloseable {
    @Override
    public Tensor landmarks(Tensor images) {
      return points.find(images);
    }

    @Override
    public Tensor angles(Tensor images) {
      return heads.orElseThrow().angles(images);
    }

    @Override
    public void close() {
      points.close();
      heads.ifPresent(HeadPoseNetwork::close);
    }
  }

  private Teachers open(int size, int threads, Configuration hadoop) {
    Execution cpu = Execution.onCpu(threads);
    byte[] file = landmarks.read(hadoop);
    byte[] second = losses.pose() > 0 ? pose.read(hadoop) : null;
    LandmarkNetwork points = landmarks.open(spec -> LandmarkNetwork.open(file, spec, size, cpu));
    if (second == null) {
      return new Teachers(points, Optional.empty());
    }
    try {
      return new Teachers(
          points, Optional.of(pose.open(spec -> HeadPoseNetwork.open(second, spec, size, cpu))));
    } catch (RuntimeException e) {
      points.close();
      throw e;
    }
  }
}
