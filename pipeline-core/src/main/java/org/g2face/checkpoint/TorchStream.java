package org.g2face.checkpoint;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The form that PyTorch wrote before version 1.6: four pickles (a magic number, a version, facts of
 * the machine, the tensors), a fifth with the keys of the storages, then each storage after its
 * length.
 */
final class TorchStream implements StorageFile {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final int VERSION = 1001;

  private final FileChannel file;
  private final Object content;
  private final Map<String, Long> positions = new HashMap<>();

  private TorchStream(FileChannel file, TorchUnpickler unpickler) throws IOException {
    this.file = file;
    // Not closed: it would take the file with it.
    PickleInput in = new PickleInput(Channels.newInputStream(file.position(0)));
    if (!MAGIC.equals(unpickler.read(in)) || !Integer.valueOf(VERSION).equals(unpickler.read(in))) {
      throw new CheckpointException("not a checkpoint: the magic number of torch.save is missing");
    }
    if (!(unpickler.read(in) instanceof Map<?, ?> machine)
        || !Boolean.TRUE.equals(machine.get("little_endian"))) {
      throw new CheckpointException("written on a big-endian machine, which is not supported");
    }
    content = unpickler.read(in);
    if (!(unpickler.read(in) instanceof List<?> keys)) {
      throw new CheckpointException("a damaged checkpoint: it has no list of storages");
    }
    locate(keys, unpickler.storages(), in.position());
  }

  static TorchStream open(Path path, TorchUnpickler unpickler) throws IOException {
    FileChannel file = FileChannel.open(path);
    try {
      return new TorchStream(file, unpickler);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private void locate(List<?> keys, Map<String, Storage> storages, long start)
      throws IOException {
    long position = start;
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (Object key : keys) {
      Storage storage = storages.get(key);
      if (storage == null || positions.containsKey(storage.key())) {
        throw new CheckpointException("a damaged checkpoint: its list of storages does not fit");
      }
      length.clear();
      Channels.newInputStream(file.position(position)).readNBytes(length.array(), 0, Long.BYTES);
      position += Long.BYTES;
      if (length.getLong(0) != storage.count() || storage.bytes() > file.size() - position) {
        throw new CheckpointException(
            "the storage " + storage.key() + " does not have its " + storage.count() + " numbers");
      }
      positions.put(storage.key(), position);
      position += storage.bytes();
    }
    if (position != file.size()) {
      throw new CheckpointException(
          (file.size() - position) + " bytes follow the last storage of the checkpoint");
    }
  }

  /** What the pickle with the tensors made. */
  Object content() {
    return content;
  }

  @Override
  public ByteOrder byteOrder() {
    return ByteOrder.LITTLE_ENDIAN;
  }

  @Override
  public InputStream open(Storage storage, long skip) throws IOException {
    Long position = positions.get(storage.key());
    if (position == null) {
      throw new CheckpointException("the storage " + storage.key() + " is missing");
    }
    return new FilterInputStream(Channels.newInputStream(file.position(position + skip))) {
      @Override
      public void close() {
        // The channel stays open for other storages.
      }
    };
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
