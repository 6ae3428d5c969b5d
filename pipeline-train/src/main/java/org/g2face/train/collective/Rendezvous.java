package org.g2face.train.collective;

import java.util.List;

/**
 * A rendezvous of ranks that do not know each other yet: they exchange a few short texts over a
 * channel that only they can reach. Spark's barrier tasks have one.
 */
public interface Rendezvous {

  /** Which of the ranks this is, from 0. */
  int rank();

  /** How many ranks there are. */
  int world();

  /**
   * Gives every rank the texts of all. Every rank makes the same number of calls.
   *
   * @return the texts by rank
   * @throws CollectiveException if a rank is gone
   */
  List<String> exchange(String text);
}
