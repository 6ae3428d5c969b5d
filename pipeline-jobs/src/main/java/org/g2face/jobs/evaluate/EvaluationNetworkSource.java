package org.g2face.jobs.evaluate;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.g2face.evaluate.EvaluationNetworks;
import org.g2face.evaluate.EvaluationSpec;
import org.g2face.evaluate.EvaluationSpecConf;
import org.g2face.io.FileStore;
import org.g2face.jobs.ReferenceCountedCache;
import org.g2face.jobs.io.HadoopFileStore;
import org.g2face.jobs.io.ModelLocation;
import org.g2face.jobs.settings.InferenceSettings;
import org.g2face.onnx.Execution;

/**
 * The source from which tasks open the evaluation networks, once in each process.
 *
 * @param networks the section of the configuration that declares them, as text
 * @param folder URI of the folder of files that are named without one
 * @param size width and height at which judges see pictures
 */
record EvaluationNetworkSource(
    String networks, String folder, int size, InferenceSettings inference) implements Serializable {
  private static final ReferenceCountedCache<EvaluationNetworkSource, EvaluationNetworks> OPEN =
      new ReferenceCountedCache<>();

  Map<String, EvaluationSpec> contracts() {
    return EvaluationSpecConf.read(ConfigFactory.parseString(networks));
  }

  ReferenceCountedCache<EvaluationNetworkSource, EvaluationNetworks>.Lease acquire(
      Configuration hadoop) throws IOException {
    return OPEN.acquire(this, () -> open(hadoop));
  }

  void release() {
    OPEN.release(this);
  }

  private EvaluationNetworks open(Configuration hadoop) throws IOException {
    EvaluationNetworks.Files files =
        new EvaluationNetworks.Files() {
          @Override
          public FileStore.OpenFile open(String name) throws IOException {
            return file(name, hadoop);
          }

          @Override
          public FileStore folder(String place) {
            return ModelLocation.of(place, hadoop);
          }
        };
    return EvaluationNetworks.open(contracts(), files, size, execution(inference));
  }

  private FileStore.OpenFile file(String name, Configuration hadoop) throws IOException {
    boolean whole = URI.create(name.replace(' ', '+')).isAbsolute() || name.startsWith("/");
    Path path = whole ? new Path(name) : new Path(new Path(folder), name);
    return HadoopFileStore.of(path.getParent().toString(), hadoop).open(path.getName());
  }

  static Execution execution(InferenceSettings settings) {
    return settings.cudaDevice() < 0
        ? Execution.onCpu(settings.threads())
        : Execution.onCuda(settings.cudaDevice());
  }
}
