package org.g2face.jobs.evaluate;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.g2face.jobs.Leases;
import org.g2face.jobs.config.InferenceSettings;
import org.g2face.jobs.hadoop.HadoopFolder;
import org.g2face.jobs.hadoop.ModelFolder;
import org.g2face.judge.Contract;
import org.g2face.judge.ContractConf;
import org.g2face.judge.Judges;
import org.g2face.onnx.Execution;
import org.g2face.weights.Folder;

/**
 * From what tasks open their judges, once in each process.
 *
 * @param networks the section of the configuration that declares them, as text
 * @param folder URI of the folder of files that are named without one
 * @param size width and height at which judges see pictures
 */
record JudgeSource(String networks, String folder, int size, InferenceSettings inference)
    implements Serializable {
  private static final Leases<JudgeSource, Judges> OPEN = new Leases<>();

  Map<String, Contract> contracts() {
    return ContractConf.read(ConfigFactory.parseString(networks));
  }

  Leases<JudgeSource, Judges>.Lease acquire(Configuration hadoop) throws IOException {
    return OPEN.acquire(this, () -> open(hadoop));
  }

  void release() {
    OPEN.release(this);
  }

  private Judges open(Configuration hadoop) throws IOException {
    Judges.Files files =
        new Judges.Files() {
          @Override
          public Folder.OpenFile open(String name) throws IOException {
            return file(name, hadoop);
          }

          @Override
          public Folder folder(String place) {
            return ModelFolder.of(place, hadoop);
          }
        };
    return Judges.open(contracts(), files, size, execution(inference));
  }

  private Folder.OpenFile file(String name, Configuration hadoop) throws IOException {
    boolean whole = URI.create(name.replace(' ', '+')).isAbsolute() || name.startsWith("/");
    Path path = whole ? new Path(name) : new Path(new Path(folder), name);
    return HadoopFolder.of(path.getParent().toString(), hadoop).open(path.getName());
  }

  static Execution execution(InferenceSettings settings) {
    return settings.cudaDevice() < 0
        ? Execution.onCpu(settings.threads())
        : Execution.onCuda(settings.cudaDevice());
  }
}
