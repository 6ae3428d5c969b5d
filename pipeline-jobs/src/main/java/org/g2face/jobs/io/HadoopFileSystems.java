package org.g2face.jobs.io;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** File systems to write to. */
public final class HadoopFileSystems {
  private HadoopFileSystems() {}

  /**
   * The store of a path. For local disks without Hadoop's checksum files, which would appear as
   * hidden files beside every image.
   */
  public static FileSystem of(Path path, Configuration hadoop) throws IOException {
    FileSystem store = path.getFileSystem(hadoop);
    return store instanceof LocalFileSystem local ? local.getRawFileSystem() : store;
  }
}
