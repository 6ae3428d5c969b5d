package org.g2face.jobs.shards;

/**
 * The sharding of each epoch's images over the ranks of a training.
 *
 * <p>All images that training ever uses stand in one line, epoch after epoch. A global batch takes
 * the next {@code world * batch} of the line, and in it rank 0 the first {@code batch}, rank 1
 * those after them. So an epoch that a global batch does not divide ends within one, which is
 * completed from the next epoch: every image is used exactly once an epoch, and every rank always
 * has a full batch. How many images of an epoch fall to a rank follows; which ones does not: a rank
 * takes as many from the epoch's order in one run, so that it reads few row groups.
 *
 * @param images of an epoch, at least 1
 * @param world ranks, at least 1
 * @param batch images on each rank at a time, at least 1
 */
record RankSharding(long images, int world, int batch) {

  RankSharding {
    if (images < 1 || world < 1 || batch < 1) {
      throw new IllegalArgumentException(
          "nothing to share: " + images + ", " + world + ", " + batch);
    }
  }

  /** How many images a rank has used when all have used those of the epochs before this one. */
  long before(long epoch, int rank) {
    long line = Math.multiplyExact(epoch, images);
    long global = (long) world * batch;
    long inLast = line % global - (long) rank * batch;
    return line / global * batch + Math.max(0, Math.min(batch, inLast));
  }

  /** How many images of an epoch fall to a rank. */
  long count(long epoch, int rank) {
    return before(epoch + 1, rank) - before(epoch, rank);
  }

  /** Where in the epoch's order the images of a rank begin. */
  long start(long epoch, int rank) {
    long start = 0;
    for (int lower = 0; lower < rank; lower++) {
      start += count(epoch, lower);
    }
    return start;
  }

  /** The epoch that a rank's image falls into, counted over all its images from 0. */
  long epoch(long index, int rank) {
    long epoch = index / batch * batch * world / images;
    while (before(epoch, rank) > index) {
      epoch--;
    }
    while (before(epoch + 1, rank) <= index) {
      epoch++;
    }
    return epoch;
  }
}
