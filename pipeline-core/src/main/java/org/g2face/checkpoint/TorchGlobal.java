package org.g2face.checkpoint;

import java.util.Map;
import org.g2face.model.weights.Dtype;

/** The meaning here of a Python class or function that a checkpoint names. */
sealed interface TorchGlobal {

  /** The few functions and classes that a checkpoint may call. */
  enum Function implements TorchGlobal {
    ORDERED_DICT,
    REBUILD_TENSOR,
    REBUILD_PARAMETER,
    SIZE
  }

  /** Names the type of a storage. */
  record StorageType(Dtype dtype) implements TorchGlobal {}

  /**
   * A class of the trainer's own state, which checkpoints carry beside the networks: never built,
   * an inert token takes its place, and whatever it was to be filled with is thrown away.
   */
  record SetAside(String name) implements TorchGlobal {}

  Map<String, TorchGlobal> KNOWN =
      Map.ofEntries(
          Map.entry("collections.OrderedDict", Function.ORDERED_DICT),
          Map.entry("torch._utils._rebuild_tensor_v2", Function.REBUILD_TENSOR),
          Map.entry("torch._utils._rebuild_parameter", Function.REBUILD_PARAMETER),
          Map.entry("torch.Size", Function.SIZE),
          Map.entry("torch.FloatStorage", new StorageType(Dtype.F32)),
          Map.entry("torch.HalfStorage", new StorageType(Dtype.F16)),
          Map.entry("torch.BFloat16Storage", new StorageType(Dtype.BF16)),
          Map.entry("torch.DoubleStorage", new StorageType(Dtype.F64)),
          Map.entry("torch.LongStorage", new StorageType(Dtype.I64)),
          Map.entry("torch.IntStorage", new StorageType(Dtype.I32)),
          Map.entry("torch.ByteStorage", new StorageType(Dtype.U8)),
          Map.entry("torch.BoolStorage", new StorageType(Dtype.BOOL)),
          Map.entry("torch.optim.adam.Adam", new SetAside("torch.optim.adam.Adam")),
          Map.entry(
              "torch.optim.lr_scheduler.ExponentialLR",
              new SetAside("torch.optim.lr_scheduler.ExponentialLR")),
          Map.entry("collections.defaultdict", new SetAside("collections.defaultdict")),
          Map.entry("__builtin__.dict", new SetAside("dict")),
          Map.entry("builtins.dict", new SetAside("dict")),
          Map.entry("argparse.Namespace", new SetAside("argparse.Namespace")));

  /**
   * Looks a name up.
   *
   * @throws CheckpointException if it is none of the few that are allowed
   */
  static TorchGlobal of(String module, String name) throws CheckpointException {
    TorchGlobal known = KNOWN.get(module + "." + name);
    if (known == null) {
      throw new CheckpointException(
          "refused '"
              + printable(module + "." + name)
              + "': a .pth file is a program, and this one asks for more than tensors, containers,"
              + " numbers and strings. If you trust where it comes from, load it in PyTorch and"
              + " save its state_dict() alone");
    }
    return known;
  }

  private static String printable(String name) {
    String shown = name.replaceAll("[^\\p{Graph} ]", "?");
    return shown.length() <= 200 ? shown : shown.substring(0, 200) + "...";
  }
}
