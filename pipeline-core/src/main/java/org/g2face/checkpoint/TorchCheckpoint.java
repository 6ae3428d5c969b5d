package org.g2face.checkpoint;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipException;
import org.g2face.tensor.Tensor;

/**
 * A file of {@code torch.save}, in its zip form or its older stream form. Opening it reads the
 * description of the tensors; the numbers of a tensor are read when it is asked for.
 */
public final class TorchCheckpoint implements Closeable {
  /** Tied weights share a storage, but a small file must not become a large network. */
  private static final long MAX_SHARING = 2;

  private final Path path;
  private final long length;
  private final StorageFile storages;
  private final Map<?, ?> content;

  private TorchCheckpoint(Path path, long length, StorageFile storages, Map<?, ?> content) {
    this.path = path;
    this.length = length;
    this.storages = storages;
    this.content = content;
  }

  /**
   * Opens a checkpoint.
   *
   * @throws CheckpointException if the file is not one, is damaged, or asks for more than data
   */
  public static TorchCheckpoint open(Path path) throws IOException {
    StorageFile storages = null;
    try {
      TorchUnpickler unpickler = new TorchUnpickler();
      Object content;
      switch (form(path)) {
        case ZIP -> {
          TorchZip zip = TorchZip.open(path);
          storages = zip;
          content = zip.read(unpickler);
        }
        case STREAM -> {
          TorchStream stream = TorchStream.open(path, unpickler);
          storages = stream;
          content = stream.content();
        }
        default -> throw new CheckpointException("not a file of torch.save");
      }
      if (!(content instanceof Map<?, ?> map)) {
        throw new CheckpointException("holds no dictionary, so it is not a checkpoint");
      }
      return new TorchCheckpoint(path, Files.size(path), storages, map);
    } catch (CheckpointException | ZipException e) {
      if (storages != null) {
        storages.close();
      }
      throw new CheckpointException(path + ": " + e.getMessage(), e);
    }
  }

  private enum Form {
    ZIP,
    STREAM,
    OTHER
  }

  private static Form form(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] start = in.readNBytes(4);
      if (start.length == 4 && start[0] == 'P' && start[1] == 'K' && start[2] == 3) {
        return Form.ZIP;
      }
      return start.length == 4 && start[0] == (byte) 0x80 ? Form.STREAM : Form.OTHER;
    }
  }

  /** The names of the top level, such as {@code anonymous_net}. */
  public Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>();
    content.keySet().forEach(key -> keys.add(key.toString()));
    return keys;
  }

  /**
   * The tensors of a network that is saved under a key.
   *
   * @throws CheckpointException if there is none
   */
  public StateDict stateDict(String key) throws CheckpointException {
    if (!(content.get(key) instanceof Map<?, ?> section)) {
      throw new CheckpointException(
          path + ": has no network under the key '" + key + "'; its keys are " + keys());
    }
    return stateDict(section);
  }

  /** The tensors of the top level, for a file that holds one network and nothing else. */
  public StateDict stateDict() throws CheckpointException {
    return stateDict(content);
  }

  /** Training on several devices puts {@code module.} in front of every name. */
  private StateDict stateDict(Map<?, ?> section) throws CheckpointException {
    Map<String, StateDict.Entry> entries = new LinkedHashMap<>();
    long bytes = 0;
    for (Map.Entry<?, ?> item : section.entrySet()) {
      if (item.getValue() instanceof StoredTensor tensor) {
        String name = item.getKey().toString();
        entries.put(name, new StateDict.Entry(tensor.shape(), () -> read(name, tensor)));
        bytes += (long) tensor.count() * tensor.storage().dtype().size();
      }
    }
    if (bytes > MAX_SHARING * length) {
      throw new CheckpointException(
          path
              + ": its tensors would take "
              + bytes
              + " bytes out of a file of "
              + length
              + ", so they share their numbers as no network does");
    }
    return new StateDict(entries)
        .renamed(name -> name.startsWith("module.") ? name.substring("module.".length()) : name);
  }

  private Tensor read(String name, StoredTensor tensor) throws IOException {
    try {
      return tensor.read(storages);
    } catch (ArithmeticException | CheckpointException | EOFException | ZipException e) {
      throw new CheckpointException(
          path + ": the tensor '" + name + "' cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    storages.close();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
