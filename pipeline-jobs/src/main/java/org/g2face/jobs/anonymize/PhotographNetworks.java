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
import org.g2face.io.FileStore;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.io.ModelLocation;
import org.g2face.jobs.photograph.LocatedNetworks;
import org.g2face.jobs.privacy.Codec;
import org.g2face.jobs.privacy.Mode;
import org.g2face.jobs.privacy.PayloadConfig;
import org.g2face.jobs.privacy.Recovery;
import org.g2face.jobs.settings.InferenceSettings;
import org.g2face.jobs.settings.PhotographSettings.Pictures;
import org.g2face.jobs.settings.Settings;
import org.g2face.model.ModelPackage;
import org.g2face.photograph.ExactCrops;
import org.g2face.photograph.InputRouter;
import org.g2face.photograph.PhotographRecoverer;
import org.g2face.photograph.PhotographSeal;

/**
 * Puts detection, composition and verification around the networks for crops, where the input is
 * whole photographs, or may be either.
 *
 * @param crops networks for aligned faces
 */
public record PhotographNetworks(FaceNetworks crops) implements FaceNetworks {

  @Override
  public FaceTransformProvider anonymizer(
      String model, Settings settings, PayloadConfig concealment, Configuration hadoop)
      throws IOException {
    Pictures pictures = settings.photographs().pictures();
    boolean exact = settings.privacy().recovery() == Recovery.EXACT;
    if (exact) {
      requireKeys(concealment);
    }
    if (pictures == Pictures.CROPS) {
      return ofCrops(model, settings, concealment, hadoop);
    }
    requireSealing(concealment);
    return new AnonymizerProvider(
        crops.anonymizer(model, settings, concealment.besidePictures(), hadoop),
        pictures == Pictures.AUTO ? ofCrops(model, settings, concealment, hadoop) : null,
        ModelLocation.of(model, hadoop).toString(),
        settings.photographs().options().locate(hadoop),
        concealment,
        exact,
        settings.inference());
  }

  private FaceTransformProvider ofCrops(
      String model, Settings settings, PayloadConfig concealment, Configuration hadoop)
      throws IOException {
    FaceTransformProvider faces = crops.anonymizer(model, settings, concealment, hadoop);
    return settings.privacy().recovery() == Recovery.EXACT
        ? new ExactProvider(faces, concealment)
        : faces;
  }

  @Override
  public FaceTransformProvider recoverer(
      String model, Settings settings, PayloadConfig concealment, Configuration hadoop)
      throws IOException {
    Pictures pictures = settings.photographs().pictures();
    boolean sealed = concealment.codec() == Codec.SEALED;
    // What only aligned faces can hide is not in photographs.
    if (pictures != Pictures.PHOTOGRAPHS && !sealed) {
      return crops.recoverer(model, settings, concealment, hadoop);
    }
    requireSealing(concealment);
    FileStore folder = ModelLocation.of(model, hadoop);
    ModelPackage found = ModelPackage.load(folder);
    return new RecovererProvider(
        pictures == Pictures.PHOTOGRAPHS
            ? null
            : crops.recoverer(model, settings, concealment, hadoop),
        folder.toString(),
        found.fingerprint(),
        found.notice(),
        concealment,
        settings.inference());
  }

  private static void requireKeys(PayloadConfig concealment) {
    if (concealment.mode() != Mode.REVERSIBLE || concealment.codec() != Codec.SEALED) {
      throw new UsageException(
          "--recovery exact keeps the originals, encrypted, in the new files: give --keys, and leave"
              + " out --mode irreversible and --codec ieee754");
    }
  }

  private static void requireSealing(PayloadConfig concealment) {
    if (concealment.mode() == Mode.REVERSIBLE && concealment.codec() != Codec.SEALED) {
      throw new UsageException(
          "--codec ieee754 hides identities in aligned faces only: its bits do not survive being"
              + " painted into a photograph; leave out --codec and give --keys, or say with --crops"
              + " that each image is one aligned face");
    }
  }

  /**
   * @param faces for the faces of photographs, which hide nothing that could be read again
   * @param crops for pictures that are aligned faces; null if there are none
   */
  private record AnonymizerProvider(
      FaceTransformProvider faces,
      FaceTransformProvider crops,
      String folder,
      LocatedNetworks around,
      PayloadConfig concealment,
      boolean exact,
      InferenceSettings inference)
      implements FaceTransformProvider {
    @Override
    public String model() {
      return faces.model();
    }

    @Override
    public String notice() {
      return faces.notice();
    }

    @Override
    public List<String> objections() {
      return faces.objections();
    }

    @Override
    public Map<String, String> settings() {
      Map<String, String> settings = new TreeMap<>(faces.settings());
      settings.putAll(around.settings());
      settings.put("photographs", crops != null ? "where no aligned face" : "whole");
      settings.put("recovery", exact ? "exact" : "model");
      return settings;
    }

    @Override
    public List<String> keyIds() {
      return faces.keyIds();
    }

    @Override
    public FaceTransform open() throws IOException {
      ModelPackage model = PackagedNetworks.load(folder, faces.model());
      PayloadConfig.Opened keys = concealment.open();
      return around.open(
          faces.open(),
          crops,
          model,
          seal(keys, concealment, faces.model()),
          exact,
          keys.seeds(),
          taskConfiguration(),
          PackagedNetworks.execution(inference));
    }
  }

  /** Aligned faces whose originals are sealed into their files. */
  private record ExactProvider(FaceTransformProvider faces, PayloadConfig concealment)
      implements FaceTransformProvider {
    @Override
    public String model() {
      return faces.model();
    }

    @Override
    public String notice() {
      return faces.notice();
    }

    @Override
    public List<String> objections() {
      return faces.objections();
    }

    @Override
    public Map<String, String> settings() {
      Map<String, String> settings = new TreeMap<>(faces.settings());
      settings.put("recovery", "exact");
      return settings;
    }

    @Override
    public List<String> keyIds() {
      return faces.keyIds();
    }

    @Override
    public FaceTransform open() throws IOException {
      PhotographSeal seal = seal(concealment.open(), concealment, faces.model()).orElseThrow();
      return new ExactCrops(faces.open(), seal);
    }
  }

  /**
   * @param crops for pictures into which nothing is sealed; null if there are none
   */
  private record RecovererProvider(
      FaceTransformProvider crops,
      String folder,
      String model,
      String notice,
      PayloadConfig concealment,
      InferenceSettings inference)
      implements FaceTransformProvider {
    @Override
    public Map<String, String> settings() {
      Map<String, String> settings = new TreeMap<>(concealment.facts());
      settings.put("photographs", crops != null ? "where sealed" : "whole");
      return settings;
    }

    @Override
    public FaceTransform open() throws IOException {
      PhotographSeal seal = seal(concealment.open(), concealment, model).orElseThrow();
      PhotographRecoverer photographs =
          new PhotographRecoverer(
              new IdentityRestorer(
                  PackagedNetworks.load(folder, model), PackagedNetworks.execution(inference)),
              seal);
      if (crops == null) {
        return photographs;
      }
      try {
        return InputRouter.recovering(crops.open(), photographs);
      } catch (IOException | RuntimeException e) {
        photographs.close();
        throw e;
      }
    }
  }

  /** Nothing if nothing may be kept. */
  private static Optional<PhotographSeal> seal(
      PayloadConfig.Opened opened, PayloadConfig concealment, String model) {
    return opened.sealing().map(keys -> new PhotographSeal(keys, concealment.dataset(), model));
  }

  private static Configuration taskConfiguration() {
    return SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
  }
}
