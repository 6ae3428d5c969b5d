package org.g2face.jobs.anonymize;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.g2face.anonymize.Anonymizer;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.FaceTransformProvider;
import org.g2face.anonymize.Recoverer;
import org.g2face.io.FileStore;
import org.g2face.jobs.io.ModelLocation;
import org.g2face.jobs.privacy.PayloadConfig;
import org.g2face.jobs.settings.InferenceSettings;
import org.g2face.jobs.settings.Settings;
import org.g2face.model.ModelException;
import org.g2face.model.ModelPackage;
import org.g2face.onnx.Execution;

/** Networks out of model packages. */
public final class PackagedNetworks implements FaceNetworks {
  @Override
  public FaceTransformProvider anonymizer(
      String model, Settings settings, PayloadConfig concealment, Configuration hadoop)
      throws IOException {
    FileStore folder = ModelLocation.of(model, hadoop);
    ModelPackage found = ModelPackage.load(folder);
    return new AnonymizerProvider(
        folder.toString(),
        found.fingerprint(),
        found.notice(),
        found.objections(),
        concealment,
        settings.anonymize().batchSize(),
        settings.noise(),
        settings.checks(),
        settings.inference());
  }

  @Override
  public FaceTransformProvider recoverer(
      String model, Settings settings, PayloadConfig concealment, Configuration hadoop)
      throws IOException {
    FileStore folder = ModelLocation.of(model, hadoop);
    ModelPackage found = ModelPackage.load(folder);
    return new RecovererProvider(
        folder.toString(),
        found.fingerprint(),
        found.notice(),
        concealment,
        settings.recover().batchSize(),
        settings.inference());
  }

  private record AnonymizerProvider(
      String folder,
      String model,
      String notice,
      List<String> objections,
      PayloadConfig concealment,
      int batchSize,
      boolean noise,
      boolean checks,
      InferenceSettings inference)
      implements FaceTransformProvider {
    private AnonymizerProvider {
      objections = List.copyOf(objections);
    }

    @Override
    public Map<String, String> settings() {
      Map<String, String> settings = new TreeMap<>(concealment.facts());
      settings.put("noise", String.valueOf(noise));
      settings.put("checks", String.valueOf(checks));
      return settings;
    }

    @Override
    public List<String> keyIds() {
      return concealment.keyIds();
    }

    @Override
    public FaceTransform open() throws IOException {
      PayloadConfig.Opened keys = concealment.open();
      return new Anonymizer(
          load(folder, model),
          new Anonymizer.Options(
              keys.faces(),
              keys.passwords(),
              concealment.dataset(),
              batchSize,
              noise,
              checks,
              execution(inference)));
    }
  }

  private record RecovererProvider(
      String folder,
      String model,
      String notice,
      PayloadConfig concealment,
      int batchSize,
      InferenceSettings inference)
      implements FaceTransformProvider {
    @Override
    public Map<String, String> settings() {
      return concealment.facts();
    }

    @Override
    public FaceTransform open() throws IOException {
      return new Recoverer(
          load(folder, model),
          concealment.open().passwords(),
          concealment.dataset(),
          batchSize,
          execution(inference));
    }
  }

  /** Loads the package in a task, with the store's configuration that Spark hands to tasks. */
  static ModelPackage load(String folder, String fingerprint) throws IOException {
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
    ModelPackage model = ModelPackage.load(ModelLocation.of(folder, hadoop));
    if (!model.fingerprint().equals(fingerprint)) {
      throw new ModelException(folder + " was changed after the job had started");
    }
    return model;
  }

  static Execution execution(InferenceSettings settings) {
    return settings.cudaDevice() < 0
        ? Execution.onCpu(settings.threads())
        : Execution.onCuda(settings.cudaDevice());
  }
}
