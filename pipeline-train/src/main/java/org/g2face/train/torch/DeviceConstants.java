package org.g2face.train.torch;

import static org.bytedeco.pytorch.global.torch.from_blob;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Copies values of this process to a device, large ones once if so wished. */
final class DeviceConstants {
  /** Fixed values from this count on, 4 MiB, are worth keeping on the device. */
  private static final int LARGE = 1 << 20;

  static {
    // Without AVX2 it says on stderr that it cannot, for every convolution; it is never needed.
    torch.globalContext().setUserEnabledNNPACK(false);
  }

  private final Device device;
  private final boolean keeps;
  private final List<Kept> kept = new ArrayList<>();

  /** A large fixed value, for as long as somebody else holds its original. */
  private record Kept(WeakReference<org.g2face.tensor.Tensor> original, Tensor copy) {}

  /**
   * @param device as PyTorch writes it
   * @param keeps whether the copy of a large value is found again when the same object is asked for
   */
  DeviceConstants(String device, boolean keeps) {
    this.device = new Device(device);
    // Lives on when the PointerScope open at this moment is closed.
    this.device.retainReference();
    this.keeps = keeps;
  }

  Tensor of(org.g2face.tensor.Tensor value) {
    if (!keeps || value.count() < LARGE) {
      return copied(value);
    }
    for (Iterator<Kept> entries = kept.iterator(); entries.hasNext(); ) {
      Kept entry = entries.next();
      if (entry.original().refersTo(value)) {
        return entry.copy();
      }
      if (entry.original().refersTo(null)) {
        entry.copy().releaseReference();
        entries.remove();
      }
    }
    Tensor copy = copied(value);
    copy.retainReference();
    kept.add(new Kept(new WeakReference<>(value), copy));
    return copy;
  }

  private Tensor copied(org.g2face.tensor.Tensor value) {
    FloatBuffer buffer = value.buffer();
    FloatPointer values =
        buffer.isDirect() ? new FloatPointer(buffer) : new FloatPointer(value.toArray());
    Tensor copy =
        from_blob(values, value.shape())
            .to(device, ScalarType.Float, false, true, new MemoryFormatOptional());
    Reference.reachabilityFence(value);
    return copy;
  }

  /** Whole numbers for {@code index_select}. */
  Tensor positions(int[] positions) {
    LongPointer values = new LongPointer(Arrays.stream(positions).asLongStream().toArray());
    Tensor copy =
        from_blob(values, new long[] {positions.length}, new TensorOptions(ScalarType.Long))
            .to(device, ScalarType.Long, false, true, new MemoryFormatOptional());
    Reference.reachabilityFence(values);
    return copy;
  }
}
