package org.g2face.jobs.photograph;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.g2face.builtin.BuiltinNetwork;
import org.g2face.io.Sha256;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.io.HadoopFileSystems;

/**
 * A file with a network, and what it held when the job was set up; or a network that comes along.
 *
 * @param uri of the file, absolute, or {@code builtin:...}
 * @param sha256 of its bytes
 */
record NetworkFile(String uri, String sha256) implements Serializable {

  /**
   * @param builtin the network that comes along and may be named instead of a file
   * @throws UsageException if there is no such file or network
   */
  static NetworkFile of(String uri, BuiltinNetwork builtin, Configuration hadoop)
      throws IOException {
    try {
      return builtin.isNamed(uri) ? new NetworkFile(uri, builtin.sha256()) : of(uri, hadoop);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  /**
   * @throws UsageException if there is no such file
   */
  static NetworkFile of(String uri, Configuration hadoop) throws IOException {
    Path path = new Path(uri);
    var store = HadoopFileSystems.of(path, hadoop);
    Path absolute = store.makeQualified(path);
    if (!store.exists(absolute)) {
      throw new UsageException("there is no file " + uri + " with a network");
    }
    return new NetworkFile(absolute.toUri().toString(), Sha256.of(bytes(absolute, hadoop)));
  }

  byte[] read(Configuration hadoop) throws IOException {
    byte[] bytes = bytes(new Path(URI.create(uri)), hadoop);
    if (!Sha256.of(bytes).equals(sha256)) {
      throw new IOException(uri + " was changed after the job had started");
    }
    return bytes;
  }

  private static byte[] bytes(Path path, Configuration hadoop) throws IOException {
    try (InputStream stream = HadoopFileSystems.of(path, hadoop).open(path)) {
      return stream.readAllBytes();
    }
  }
}
