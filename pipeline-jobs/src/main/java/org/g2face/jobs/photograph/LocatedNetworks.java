package org.g2face.jobs.photograph;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.g2face.anonymize.FaceEncoder;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.FaceTransformProvider;
import org.g2face.anonymize.IdentityEmbedder;
import org.g2face.builtin.BuiltinNetwork;
import org.g2face.builtin.FaceRecogniser;
import org.g2face.detect.DenseLandmarkDetector;
import org.g2face.detect.FaceDetector;
import org.g2face.detect.HeadPoseEstimator;
import org.g2face.detect.LandmarkDetector;
import org.g2face.detect.OnnxLandmarkDetector;
import org.g2face.external.EmbeddingNetwork;
import org.g2face.jobs.io.ExternalNetwork;
import org.g2face.model.ModelPackage;
import org.g2face.onnx.Execution;
import org.g2face.payload.BitSeeds;
import org.g2face.photograph.Embedder;
import org.g2face.photograph.FaceFinder;
import org.g2face.photograph.FaceSealing;
import org.g2face.photograph.InputRouter;
import org.g2face.photograph.PhotographSeal;
import org.g2face.photograph.PhotographTransform;
import org.g2face.photograph.Policy;
import org.g2face.photograph.PublicationCheck;

/** The located files of the networks around those that draw faces, as a task opens them. */
public record LocatedNetworks(
    LocatedDetector detector,
    LocatedDetector second,
    NetworkFile landmarks,
    NetworkFile pose,
    ExternalNetwork recogniser,
    NetworkFile recogniserFile,
    Policy policy,
    double mostCosine,
    int attempts)
    implements Serializable {

  /** What the photographs depend on besides the model, by name. */
  public Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("photographs.detector", detector.describe());
    settings.put("photographs.second-detector", second.describe());
    settings.put("photographs.landmarks", landmarks == null ? "none" : landmarks.sha256());
    settings.put("photographs.pose", pose == null ? "none" : pose.sha256());
    settings.put(
        "photographs.recogniser",
        recogniserFile == null
            ? "the model's"
            : BuiltinNetwork.RECOGNISER.isNamed(recogniserFile.uri())
                ? recogniserFile.sha256()
                : recogniserFile.sha256() + " " + recogniser.spec());
    settings.put("photographs.policy", policy.toString());
    settings.put("photographs.verification", mostCosine + " in " + attempts);
    return settings;
  }

  /**
   * Opens everything.
   *
   * @param faces anonymizes the faces of photographs; closed with the rest, and if the rest cannot
   *     be opened
   * @param crops anonymizes pictures that are aligned crops; null if there are none
   * @param seal or empty for photographs that nobody shall recover
   * @param exact whether the original itself is sealed, too
   * @param seeds of the bits that the networks for crops hide
   */
  public FaceTransform open(
      FaceTransform faces,
      FaceTransformProvider crops,
      ModelPackage model,
      Optional<PhotographSeal> seal,
      boolean exact,
      BitSeeds seeds,
      Configuration hadoop,
      Execution execution)
      throws IOException {
    List<AutoCloseable> open = new ArrayList<>(List.of(faces));
    try {
      FaceDetector first = kept(open, detector.open(hadoop, execution));
      LandmarkDetector points = landmarks == null ? null : kept(open, landmarks(hadoop, execution));
      HeadPoseEstimator heads =
          pose == null ? null : kept(open, HeadPoseEstimator.open(pose.read(hadoop), execution));
      FaceDetector other = kept(open, second.open(hadoop, execution));
      Embedder judge = kept(open, judge(model, faces.size(), hadoop, execution));
      Optional<FaceSealing> sealing = Optional.empty();
      if (seal.isPresent()) {
        FaceEncoder encoder = kept(open, new FaceEncoder(model, execution));
        sealing = Optional.of(new FaceSealing(seal.get(), seeds, exact, encoder));
      }
      FaceFinder finder = new FaceFinder(first, points, heads);
      PhotographTransform photographs =
          new PhotographTransform(
              faces,
              finder,
              new PublicationCheck(other, judge, mostCosine),
              sealing,
              policy,
              attempts);
      return crops == null
          ? photographs
          : InputRouter.anonymizing(kept(open, crops.open()), photographs, finder);
    } catch (IOException | RuntimeException e) {
      for (AutoCloseable network : open) {
        try {
          network.close();
        } catch (Exception inClosing) {
          e.addSuppressed(inClosing);
        }
      }
      throw e;
    }
  }

  /** Opens what finds and aligns faces, and nothing else. */
  public FaceFinder openFinder(Configuration hadoop, Execution execution) throws IOException {
    FaceDetector faces = detector.open(hadoop, execution);
    try {
      return new FaceFinder(faces, landmarks == null ? null : landmarks(hadoop, execution), null);
    } catch (IOException | RuntimeException e) {
      faces.close();
      throw e;
    }
  }

  private LandmarkDetector landmarks(Configuration hadoop, Execution execution) throws IOException {
    return BuiltinNetwork.LANDMARKS.isNamed(landmarks.uri())
        ? DenseLandmarkDetector.open(execution)
        : OnnxLandmarkDetector.open(landmarks.read(hadoop), execution);
  }

  private Embedder judge(ModelPackage model, int size, Configuration hadoop, Execution execution)
      throws IOException {
    if (recogniserFile == null) {
      return Embedder.of(new IdentityEmbedder(model, execution));
    }
    return BuiltinNetwork.RECOGNISER.isNamed(recogniserFile.uri())
        ? Embedder.of(FaceRecogniser.open(size, execution))
        : Embedder.of(
            EmbeddingNetwork.open(recogniserFile.read(hadoop), recogniser.spec(), size, execution));
  }

  private static <N extends AutoCloseable> N kept(List<AutoCloseable> open, N network) {
    open.add(network);
    return network;
  }
}
