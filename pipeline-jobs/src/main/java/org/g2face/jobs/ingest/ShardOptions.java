package org.g2face.jobs.ingest;

import java.io.Serializable;

/**
 * Options for the size and the contents of shards.
 *
 * @param size width and height of the faces, in pixels
 * @param validation the share of the images that training does not see, 0 to 1
 * @param shardBytes a file is closed when it has so many; files are smaller where a small dataset
 *     is spread over all cores
 * @param rowGroupBytes a row group is closed when it has so many; who reads holds one in memory
 */
public record ShardOptions(int size, double validation, long shardBytes, long rowGroupBytes)
    implements Serializable {

  public ShardOptions {
    if (size < 1 || shardBytes < 1 || rowGroupBytes < 1) {
      throw new IllegalArgumentException("sizes must be positive");
    }
    if (!(validation >= 0 && validation <= 1)) {
      throw new IllegalArgumentException("validation must be a share from 0 to 1");
    }
  }

  /** 256 pixels, 2 % for validation, files of 128 MiB in row groups of 32 MiB. */
  public static ShardOptions standard() {
    return new ShardOptions(256, 0.02, 128L << 20, 32L << 20);
  }

  /** About as many images as fill one file; a face's PNG takes half the bytes of its pixels. */
  int imagesPerShard() {
    long bytesPerImage = Math.max(1, 3L * size * size / 2);
    return (int) Math.max(1, Math.min(1 << 20, shardBytes / bytesPerImage));
  }
}
