package org.g2face.train.collective;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.Store;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.gloo.Device;

/**
 * Gloo, over TCP.
 *
 * @param host the address of this machine that the other ranks can reach
 */
record GlooGroup(String host) implements FormedGroup.Kind<ProcessGroupGloo> {
  private static final int THREADS = 2;

  @Override
  public ProcessGroupGloo connect(Store store, Rendezvous peers, Duration timeout) {
    try (Milliseconds limit = new Milliseconds(timeout.toMillis());
        Device device = ProcessGroupGloo.createDeviceForHostname(host);
        ProcessGroupGloo.Options options = ProcessGroupGloo.Options.create(limit)) {
      options.devices().push_back(device);
      options.threads(THREADS);
      return new ProcessGroupGloo(store, peers.rank(), peers.world(), options);
    }
  }

  /**
   * Gloo takes any connection for the rank that it claims to be. So each rank tells each other one
   * its secret over the connection they will share.
   */
  @Override
  public String verify(
      ProcessGroupGloo group, Rendezvous peers, byte[] secret, List<byte[]> secrets) {
    try (PointerScope scope = new PointerScope()) {
      List<Work> work = new ArrayList<>();
      Tensor[] received = new Tensor[peers.world()];
      for (int other = 0; other < peers.world(); other++) {
        if (other != peers.rank()) {
          Tensor told = torch.tensor(secret);
          received[other] = torch.zeros_like(told);
          work.add(group.send(new TensorVector(told), other, 0));
          work.add(group.recv(new TensorVector(received[other]), other, 0));
        }
      }
      work.forEach(Work::_wait);
      for (int other = 0; other < peers.world(); other++) {
        if (other != peers.rank()
            && !MessageDigest.isEqual(secrets.get(other), bytes(received[other]))) {
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

  static byte[] bytes(Tensor tensor) {
    byte[] bytes = new byte[FormedGroup.SECRET_BYTES];
    tensor.<ByteBuffer>createBuffer().get(bytes);
    return bytes;
  }

  @Override
  public String toString() {
    return "Gloo from " + host;
  }
}
