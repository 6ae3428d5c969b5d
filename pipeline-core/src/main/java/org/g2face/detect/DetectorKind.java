package org.g2face.detect;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.g2face.builtin.BuiltinNetwork;
import org.g2face.onnx.Execution;

/**
 * The registry of face detectors: each that photographs and evaluations can name in their
 * configuration. Another one is a class that implements {@link FaceDetector}, and a line here.
 */
public enum DetectorKind {
  /** The network that comes along. */
  SSD(
      new Traits(0, Scale.PROBABILITY, 0.4, 960, false, true),
      (files, score, on) -> SsdDetector.open(score, on)),
  /** The same, and what it is less sure of if OpenCV's cascades see it, too. */
  SSD_CASCADE(
      new Traits(0, Scale.PROBABILITY, 0.3, 0, false, false),
      (files, score, on) ->
          new VotingDetector(
              new CloseUpDetector(SsdDetector.open(Math.min(score, DetectorKind.UNSURE), on)),
              score,
              new CascadeDetector())),
  /** OpenCV's cascades: frontal faces (alt2) and profiles. */
  CASCADE(
      new Traits(0, Scale.WINDOWS, 3, 0, false, false),
      (files, score, on) -> new CascadeDetector(CascadeDetector.Frontal.ALT2, (int) score)),
  /** OpenCV's cascades: frontal faces (default) and profiles. */
  CASCADE_DEFAULT(
      new Traits(0, Scale.WINDOWS, 6, 0, false, false),
      (files, score, on) -> new CascadeDetector(CascadeDetector.Frontal.DEFAULT, (int) score)),
  /** One network. */
  ULTRAFACE(
      new Traits(1, Scale.PROBABILITY, 0.7, 480, false, false),
      (files, score, on) -> UltraFace.open(files.get(0), score, on)),
  /** Three networks: P, R, O. */
  MTCNN(
      new Traits(3, Scale.PROBABILITY, 0.7, 0, true, false),
      (files, score, on) -> Mtcnn.open(files.get(0), files.get(1), files.get(2), score, on)),
  /** One network. */
  YUNET(
      new Traits(1, Scale.PROBABILITY, 0.6, 960, true, false),
      (files, score, on) -> YuNet.open(files.get(0), score, on)),
  /** One network. */
  SCRFD(
      new Traits(1, Scale.PROBABILITY, 0.5, 960, true, false),
      (files, score, on) -> Scrfd.open(files.get(0), score, on));

  /** A finding of the network that comes along that takes a vote of the cascades to count. */
  private static final double UNSURE = 0.1;

  private final Traits traits;
  private final Opener opener;

  DetectorKind(Traits traits, Opener opener) {
    this.traits = traits;
    this.opener = opener;
  }

  /** What scores of findings mean. */
  private enum Scale {
    PROBABILITY,
    /** How many windows agree. */
    WINDOWS
  }

  /**
   * What is known about a detector before it is opened.
   *
   * @param files how many ONNX files it has
   * @param score the usual threshold
   * @param tile side of the tiles in which it finds small faces, in pixels; 0 if it sees whole
   *     pictures as they are
   * @param points whether it finds eyes, nose and corners of the mouth besides the box
   * @param closeUps whether it overlooks faces that fill the picture, unless it is shown larger
   */
  private record Traits(
      int files, Scale scale, double score, int tile, boolean points, boolean closeUps) {}

  private interface Opener {
    FaceDetector open(List<byte[]> files, double score, Execution execution);
  }

  /** The threshold from which on a finding usually counts. */
  public double usualScore() {
    return traits.score();
  }

  /** Whether it finds eyes, nose and corners of the mouth besides the box. */
  public boolean findsPoints() {
    return traits.points();
  }

  /** The side of the tiles in which it finds small faces, or 0 if it needs none. */
  int tile() {
    return traits.tile();
  }

  /** Whether it overlooks faces that fill the picture, unless {@link CloseUpDetector} helps. */
  boolean overlooksCloseUps() {
    return traits.closeUps();
  }

  /** The network that comes along, if it is one. */
  public Optional<BuiltinNetwork> builtin() {
    return this == SSD || this == SSD_CASCADE
        ? Optional.of(BuiltinNetwork.DETECTOR)
        : Optional.empty();
  }

  /**
   * Opens a detector.
   *
   * @param files the bytes of its ONNX files, in the order that the kind names
   * @param score from which on a finding counts
   * @throws org.g2face.onnx.OnnxException if a file is not such a network
   */
  public FaceDetector open(List<byte[]> files, double score, Execution execution) {
    check(files.size(), score);
    return opener.open(files, score, execution);
  }

  /**
   * Compares what is wanted with what the kind has.
   *
   * @throws IllegalArgumentException if the number of files or the threshold is none of the kind's
   */
  void check(int files, double score) {
    if (files != traits.files()) {
      throw new IllegalArgumentException(
          "a detector of kind %s has %d ONNX files, not %d".formatted(this, traits.files(), files));
    }
    if (traits.scale() == Scale.PROBABILITY && !(score > 0 && score < 1)) {
      throw new IllegalArgumentException("score must be between 0 and 1, not " + score);
    }
    if (traits.scale() == Scale.WINDOWS && !(score >= 1 && score <= Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "score of a cascade is a number of windows that agree, at least 1, not " + score);
    }
  }

  /** The name as a configuration has it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
