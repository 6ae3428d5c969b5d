package org.g2face.train.collective;

import java.time.Duration;

/**
 * Means over processes by Gloo, through libtorch's process group.
 *
 * <p>Values travel in buckets of about 25 MB; while one bucket is on the way the next is filled.
 * Values on a GPU go through the memory of the host. When a rank dies the others notice at once,
 * for its connections break; when it only stops answering, after the time-out. A group that failed
 * closes itself, so that no other rank waits for this one.
 *
 * <p>The ranks find and check each other through the {@link Rendezvous}: no port serves addresses
 * to whoever asks, and a stranger who connects to a rank's port is found out before the first value
 * is sent, for it lacks the secrets that were exchanged there. The values themselves travel neither
 * encrypted nor signed: who can read or change the network's packets can do so with them.
 */
public final class GlooCollective {
  private GlooCollective() {}

  /**
   * Joins the ranks of a rendezvous; returns when all have joined.
   *
   * @param host name or address of this machine by which the others reach it
   * @param timeout how long to wait for a rank that does not answer; longer than anything that one
   *     rank does while the others wait, such as writing a checkpoint
   * @throws CollectiveException if the ranks do not find each other
   */
  public static Collective join(Rendezvous peers, String host, Duration timeout) {
    return join(peers, host, timeout, BucketExchange.BUCKET_BYTES);
  }

  static Collective join(Rendezvous peers, String host, Duration timeout, long bucketBytes) {
    FormedGroup group = FormedGroup.form(peers, timeout, new GlooGroup(host));
    return new BucketExchange(group, peers.rank(), peers.world(), bucketBytes, true);
  }
}
