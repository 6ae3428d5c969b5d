package org.g2face.train.data;

/**
 * The position of a training in its data.
 *
 * @param epoch passes over the data that are complete
 * @param images how many images of the current pass have been used, over all ranks
 */
public record DataPosition(long epoch, long images) {

  public DataPosition {
    if (epoch < 0 || images < 0) {
      throw new IllegalArgumentException("no data position: " + epoch + ", " + images);
    }
  }

  /** Nothing used yet. */
  public static DataPosition start() {
    return new DataPosition(0, 0);
  }
}
