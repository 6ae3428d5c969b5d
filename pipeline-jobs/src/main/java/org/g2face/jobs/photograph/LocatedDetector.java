package org.g2face.jobs.photograph;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.g2face.detect.DetectorSpec;
import org.g2face.detect.FaceDetector;
import org.g2face.jobs.UsageException;
import org.g2face.onnx.Execution;

/** A face detector with files that are there, for tasks. */
record LocatedDetector(DetectorSpec spec, List<NetworkFile> files) implements Serializable {

  /**
   * Finds the files.
   *
   * @throws UsageException if one is missing
   */
  static LocatedDetector of(DetectorSpec spec, Configuration hadoop) throws IOException {
    List<NetworkFile> located = new ArrayList<>();
    for (String file : spec.files()) {
      located.add(NetworkFile.of(file, hadoop));
    }
    return new LocatedDetector(spec, located);
  }

  FaceDetector open(Configuration hadoop, Execution execution) throws IOException {
    List<byte[]> networks = new ArrayList<>();
    for (NetworkFile file : files) {
      networks.add(file.read(hadoop));
    }
    return spec.openForPhotographs(networks, execution);
  }

  /** What the bytes of photographs depend on. */
  String describe() {
    return spec.kind().name()
        + " "
        + spec.kind()
            .builtin()
            .map(network -> List.of(network.sha256()))
            .orElseGet(() -> files.stream().map(NetworkFile::sha256).toList())
        + " from "
        + spec.score()
        + (spec.tiles() ? " with tiles" : "");
  }
}
