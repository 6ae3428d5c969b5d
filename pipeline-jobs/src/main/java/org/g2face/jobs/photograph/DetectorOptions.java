package org.g2face.jobs.photograph;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.g2face.builtin.BuiltinNetwork;
import org.g2face.detect.BorderPaddingDetector;
import org.g2face.detect.CascadeDetector;
import org.g2face.detect.CloseUpDetector;
import org.g2face.detect.FaceDetector;
import org.g2face.detect.Mtcnn;
import org.g2face.detect.Scrfd;
import org.g2face.detect.SsdDetector;
import org.g2face.detect.TiledDetector;
import org.g2face.detect.UltraFace;
import org.g2face.detect.VotingDetector;
import org.g2face.detect.YuNet;
import org.g2face.jobs.UsageException;
import org.g2face.onnx.Execution;

/**
 * A face detector by its contract.
 *
 * @param kind the contract
 * @param files URIs of its ONNX files, as many as the contract has networks
 * @param score from which on a finding counts, on the detector's scale; null for its usual one
 * @param tiles whether a detector that looks at pictures of a fixed size is shown tiles as well
 */
public record DetectorOptions(Kind kind, List<String> files, Double score, boolean tiles)
    implements Serializable {

  /** In tiles, of which there are many, a finding must be surer. */
  private static final double SCORE_IN_TILES = 0.97;

  /** A finding of the network that comes along that takes a vote of the cascades to count. */
  private static final double UNSURE = 0.1;

  /** Contracts of detectors. */
  public enum Kind {
    /** The network that comes along. */
    SSD(0, 0.4, 960),
    /** The same, and what it is less sure of if OpenCV's cascades see it, too. */
    SSD_CASCADE(0, 0.3, 0),
    /** OpenCV's cascades: frontal faces (alt2) and profiles. */
    CASCADE(0, 3, 0),
    /** OpenCV's cascades: frontal faces (default) and profiles. */
    CASCADE_DEFAULT(0, 6, 0),
    /** One network. */
    ULTRAFACE(1, 0.7, 480),
    /** Three networks: P, R, O. */
    MTCNN(3, 0.7, 0),
    /** One network. */
    YUNET(1, 0.6, 960),
    /** One network. */
    SCRFD(1, 0.5, 960);

    private final int networks;
    private final double score;
    private final int tile;

    Kind(int networks, double score, int tile) {
      this.networks = networks;
      this.score = score;
      this.tile = tile;
    }
  }

  public DetectorOptions {
    files = List.copyOf(files);
    if (files.size() != kind.networks) {
      throw new IllegalArgumentException(
          "a detector of kind %s has %d ONNX files, not %d"
              .formatted(kind.name().toLowerCase(Locale.ROOT), kind.networks, files.size()));
    }
  }

  /**
   * Finds the files.
   *
   * @throws UsageException if one is missing
   */
  Located locate(Configuration hadoop) throws IOException {
    List<NetworkFile> located = new ArrayList<>();
    for (String file : files) {
      located.add(NetworkFile.of(file, hadoop));
    }
    return new Located(kind, located, score == null ? kind.score : score, tiles);
  }

  /** The same with files that are there, for tasks. */
  record Located(Kind kind, List<NetworkFile> files, double score, boolean tiles)
      implements Serializable {

    /** Of the networks that it consists of. */
    List<String> sha256() {
      return kind == Kind.SSD || kind == Kind.SSD_CASCADE
          ? List.of(BuiltinNetwork.DETECTOR.sha256())
          : files.stream().map(NetworkFile::sha256).toList();
    }

    FaceDetector open(Configuration hadoop, Execution execution) throws IOException {
      List<byte[]> networks = new ArrayList<>();
      for (NetworkFile file : files) {
        networks.add(file.read(hadoop));
      }
      FaceDetector detector =
          switch (kind) {
            case SSD -> SsdDetector.open(score, execution);
            case SSD_CASCADE ->
                new VotingDetector(
                    new CloseUpDetector(SsdDetector.open(Math.min(score, UNSURE), execution)),
                    score,
                    new CascadeDetector());
            case CASCADE -> new CascadeDetector(CascadeDetector.Frontal.ALT2, (int) score);
            case CASCADE_DEFAULT ->
                new CascadeDetector(CascadeDetector.Frontal.DEFAULT, (int) score);
            case ULTRAFACE -> UltraFace.open(networks.get(0), score, execution);
            case MTCNN ->
                Mtcnn.open(networks.get(0), networks.get(1), networks.get(2), score, execution);
            case YUNET -> YuNet.open(networks.get(0), score, execution);
            case SCRFD -> Scrfd.open(networks.get(0), score, execution);
          };
      // Tiles are for small faces; those that the edge of a photograph cuts are mostly near ones.
      FaceDetector whole =
          tiles && kind.tile > 0
              ? new TiledDetector(detector, kind.tile, Math.max(score, SCORE_IN_TILES))
              : detector;
      return new BorderPaddingDetector(
          kind == Kind.SSD ? new CloseUpDetector(whole) : whole, detector);
    }
  }
}
