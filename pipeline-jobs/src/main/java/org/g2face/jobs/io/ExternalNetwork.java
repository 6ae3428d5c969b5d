package org.g2face.jobs.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.g2face.external.NetworkSpec;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.config.Section;
import org.g2face.onnx.OnnxException;

/**
 * An external network as a job is told of it.
 *
 * @param uri of its ONNX file; null if there is none
 * @param spec what must be known besides its content
 */
public record ExternalNetwork(String uri, NetworkSpec spec) implements Serializable {

  /** What a section of the configuration says. */
  public static ExternalNetwork of(Section section) {
    return new ExternalNetwork(section.optionalText("file").orElse(null), section.networkSpec());
  }

  /** The URI of its file, if there is one. */
  public Optional<String> file() {
    return Optional.ofNullable(uri);
  }

  /**
   * The file's bytes.
   *
   * @throws UsageException if it cannot be read
   */
  public byte[] read(Configuration hadoop) {
    try {
      Path path = new Path(uri);
      try (InputStream in = HadoopFileSystems.of(path, hadoop).open(path)) {
        return in.readAllBytes();
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException("cannot read the network " + uri + ": " + e.getMessage(), e);
    }
  }

  /** Opens what was read; what is wrong with it names the file. */
  public <N> N open(Function<NetworkSpec, N> opener) {
    try {
      return opener.apply(spec);
    } catch (OnnxException e) {
      throw new UsageException("the network " + uri + ": " + e.getMessage(), e);
    }
  }
}
