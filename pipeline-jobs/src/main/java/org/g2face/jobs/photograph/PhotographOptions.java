package org.g2face.jobs.photograph;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.g2face.builtin.BuiltinNetwork;
import org.g2face.builtin.FaceRecogniser;
import org.g2face.detect.DetectorSpec;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.io.ExternalNetwork;
import org.g2face.photograph.Policy;

/**
 * Options for the treatment of whole photographs.
 *
 * @param detector finds the faces
 * @param second looks at what is to be published
 * @param landmarks URI of an ONNX file, {@code builtin:...}, or empty
 * @param pose URI of an ONNX file, or empty
 * @param recogniser tells whether a new face is still the old one
 * @param policy for photographs and faces out of the ordinary
 * @param mostCosine a new face's cosine to the original must lie below it; null for the
 *     recogniser's usual one
 * @param attempts how often a photograph is painted at most
 */
public record PhotographOptions(
    DetectorSpec detector,
    DetectorSpec second,
    Optional<String> landmarks,
    Optional<String> pose,
    ExternalNetwork recogniser,
    Policy policy,
    Double mostCosine,
    int attempts) {
  /** Of recognisers whose embeddings of two people are about at right angles. */
  private static final double ANOTHERS_COSINE = 0.3;

  /**
   * Finds all files.
   *
   * @throws UsageException if one is missing
   */
  public LocatedNetworks locate(Configuration hadoop) throws IOException {
    return new LocatedNetworks(
        LocatedDetector.of(detector, hadoop),
        LocatedDetector.of(second, hadoop),
        landmarks.isPresent()
            ? NetworkFile.of(landmarks.get(), BuiltinNetwork.LANDMARKS, hadoop)
            : null,
        pose.isPresent() ? NetworkFile.of(pose.get(), hadoop) : null,
        recogniser,
        recogniser.uri() == null
            ? null
            : NetworkFile.of(recogniser.uri(), BuiltinNetwork.RECOGNISER, hadoop),
        policy,
        mostCosine == null ? usualCosine() : mostCosine,
        attempts);
  }

  /** Below it a new face is somebody else to the recogniser. */
  private double usualCosine() {
    return recogniser.uri() != null && BuiltinNetwork.RECOGNISER.isNamed(recogniser.uri())
        ? FaceRecogniser.SAME_PERSON
        : ANOTHERS_COSINE;
  }
}
