package org.g2face.train.collective;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.Backend;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Store;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.nccl.ProcessGroupNCCL;

/**
 * NCCL, between GPUs.
 *
 * @param device this rank's GPU, such as {@code cuda:1}
 */
record NcclGroup(String device) implements FormedGroup.Kind<ProcessGroupNCCL> {

  @Override
  public ProcessGroupNCCL connect(Store store, Rendezvous peers, Duration timeout) {
    try (Milliseconds limit = new Milliseconds(timeout.toMillis());
        ProcessGroupNCCL.Options options = ProcessGroupNCCL.Options.create();
        Device gpu = new Device(device)) {
      options.timeout(limit);
      ProcessGroupNCCL group = new ProcessGroupNCCL(store, peers.rank(), peers.world(), options);
      // Otherwise it would connect in its first exchange, when nobody carries addresses any more.
      group.eagerConnectSingleDevice(gpu);
      return group;
    }
  }

  /**
   * NCCL lets in who knows the number that rank 0 has drawn, which went through the rendezvous.
   * That those who came in are the ranks of the rendezvous shows when each has told its secret.
   */
  @Override
  public String verify(
      ProcessGroupNCCL group, Rendezvous peers, byte[] secret, List<byte[]> secrets) {
    return gathered(group, device, peers, secrets, secret);
  }

  /** The same for any group whose values lie on the device. */
  static String gathered(
      Backend group, String device, Rendezvous peers, List<byte[]> secrets, byte[] secret) {
    try (PointerScope scope = new PointerScope()) {
      Device gpu = new Device(device);
      Tensor told = torch.tensor(secret).to(gpu, torch.ScalarType.Char);
      Tensor[] received = new Tensor[peers.world()];
      for (int other = 0; other < received.length; other++) {
        received[other] = torch.zeros_like(told);
      }
      Work work = group.allgather(new TensorVector(received), new TensorVector(told));
      work._wait();
      for (int other = 0; other < received.length; other++) {
        if (!MessageDigest.isEqual(secrets.get(other), GlooGroup.bytes(received[other].cpu()))) {
          return "whoever answers rank %d for rank %d is not rank %d"
              .formatted(peers.rank(), other, other);
        }
      }
      return "";
    } catch (RuntimeException e) {
      return "rank "
          + peers.rank()
          + " lost another while the group was formed: "
          + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
  }

  @Override
  public String toString() {
    return "NCCL on " + device;
  }
}
