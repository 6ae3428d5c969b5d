package org.g2face.train.collective;

import java.time.Duration;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch_nccl;

/**
 * Means over processes with a GPU each by NCCL, through libtorch's process group. Values never
 * leave the GPUs. The ranks find and check each other as those of {@link GlooCollective} do.
 *
 * <p>It has been compiled, but not been run: no GPU was at hand. When a rank dies libtorch's
 * watchdog is said to end the processes of the others after the time-out, and not only their group.
 */
public final class NcclCollective {
  private NcclCollective() {}

  /**
   * Joins the ranks of a rendezvous; returns when all have joined.
   *
   * @param device this rank's GPU, such as {@code cuda:1}
   * @param timeout how long to wait for a rank that does not answer
   * @throws MissingLibraryException if libtorch was built without CUDA
   * @throws CollectiveException if the ranks do not find each other
   */
  public static Collective join(Rendezvous peers, String device, Duration timeout) {
    try {
      Loader.load(torch_nccl.class);
    } catch (LinkageError | TypeNotPresentException e) {
      // The second where the presets of CUDA are missing, which the CPU's build leaves out.
      throw new MissingLibraryException(
          "gradients of several GPUs need NCCL, which this build's libtorch cannot load: build with"
              + " -Pcuda and install CUDA and NCCL where executors"
              + " run, or train with device = cpu",
          e);
    }
    FormedGroup group = FormedGroup.form(peers, timeout, new NcclGroup(device));
    return new BucketExchange(
        group, peers.rank(), peers.world(), BucketExchange.BUCKET_BYTES, false);
  }
}
