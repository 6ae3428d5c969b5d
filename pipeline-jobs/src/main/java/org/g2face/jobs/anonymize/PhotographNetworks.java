package org.g2face.jobs.anonymize;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.FaceTransformProvider;
import org.g2face.anonymize.IdentityRestorer;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.config.InferenceSettings;
import org.g2face.jobs.config.Settings;
import org.g2face.jobs.hadoop.HadoopFolder;
import org.g2face.jobs.photograph.LocatedNetworks;
import org.g2face.jobs.privacy.Codec;
import org.g2face.jobs.privacy.Concealment;
import org.g2face.jobs.privacy.Mode;
import org.g2face.model.ModelPackage;
import org.g2face.photograph.PhotographRecoverer;
import org.g2face.photograph.PhotographSeal;

/**
 * Puts detection, composition and verification around the networks for crops, where the input is
 * whole photographs.
 *
 * @param crops networks for aligned faces
 */
public record PhotographNetworks(FaceNetworks crops) implements FaceNetworks {

  @Override
  public FaceTransformProvider anonymizer(
      String model, Settings settings, Concealment concealment, Configuration hadoop)
      throws IOException {
    if (!settings.photographs().enabled()) {
      return crops.anonymizer(model, settings, concealment, hadoop);
    }
    requireSealing(concealment);
    return new AnonymizerProvider(
        crops.anonymizer(model, settings, concealment.besidePictures(), hadoop),
        HadoopFolder.of(model, hadoop).toString(),
        settings.photographs().options().locate(hadoop),
        concealment,
        settings.inference());
  }

  @Override
  public FaceTransformProvider recoverer(
      String model, Settings settings, Concealment concealment, Configuration hadoop)
      throws IOException {
    if (!settings.photographs().enabled()) {
      return crops.recoverer(model, settings, concealment, hadoop);
    }
    requireSealing(concealment);
    HadoopFolder folder = HadoopFolder.of(model, hadoop);
    return new RecovererProvider(
        folder.toString(),
        ModelPackage.load(folder).fingerprint(),
        concealment,
        settings.inference());
  }

  private static void requireSealing(Concealment concealment) {
    if (concealment.mode() == Mode.REVERSIBLE && concealment.codec() != Codec.SEALED) {
      throw new UsageException(
          "--codec ieee754 hides identities in aligned faces only: its bits do not survive being"
              + " painted into a photograph; leave out --codec and give --keys, or leave out"
              + " --photographs");
    }
  }

  private record AnonymizerProvider(
      FaceTransformProvider faces,
      String folder,
      LocatedNetworks around,
      Concealment concealment,
      InferenceSettings inference)
      implements FaceTransformProvider {
    @Override
    public String model() {
      return faces.model();
    }

    @Override
    public Map<String, String> settings() {
      Map<String, String> settings = new TreeMap<>(faces.settings());
      settings.putAll(around.settings());
      return settings;
    }

    @Override
    public List<String> keyIds() {
      return faces.keyIds();
    }

    @Override
    public FaceTransform open() throws IOException {
      ModelPackage model = PackagedNetworks.load(folder, faces.model());
      Concealment.Opened keys = concealment.open();
      return around.open(
          faces.open(),
          model,
          seal(keys, concealment, faces.model()),
          keys.seeds(),
          taskConfiguration(),
          PackagedNetworks.execution(inference));
    }
  }

  private record RecovererProvider(
      String folder, String model, Concealment concealment, InferenceSettings inference)
      implements FaceTransformProvider {
    @Override
    public Map<String, String> settings() {
      Map<String, String> settings = new TreeMap<>(concealment.facts());
      settings.put("photographs", "whole");
      return settings;
    }

    @Override
    public FaceTransform open() throws IOException {
      PhotographSeal seal = seal(concealment.open(), concealment, model).orElseThrow();
      return new PhotographRecoverer(
          new IdentityRestorer(
              PackagedNetworks.load(folder, model), PackagedNetworks.execution(inference)),
          seal);
    }
  }

  /** Nothing if nothing may be kept. */
  private static Optional<PhotographSeal> seal(
      Concealment.Opened opened, Concealment concealment, String model) {
    return opened.sealing().map(keys -> new PhotographSeal(keys, concealment.dataset(), model));
  }

  private static Configuration taskConfiguration() {
    return SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
  }
}
