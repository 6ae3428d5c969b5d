package org.g2face.train.collective;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.ByteVector;
import org.bytedeco.pytorch.FileStore;
import org.bytedeco.pytorch.Store;
import org.bytedeco.pytorch.StringVector;

/**
 * The key-value store through which libtorch's process groups find each other, without a server.
 *
 * <p>libtorch's own choice, TCPStore, listens on every interface and lets whoever connects read and
 * write. Here each rank keeps a store in a private file, and what is new in it goes to the others
 * through the {@link Rendezvous}, which is as safe as Spark's own messages are.
 */
final class RendezvousStore implements AutoCloseable {
  private final Path folder;
  private final Store store;
  private final Set<String> known = new HashSet<>();

  RendezvousStore(Duration timeout) {
    try {
      folder = Files.createTempDirectory("g2face-group");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a folder for temporary files", e);
    }
    store = new FileStore(folder.resolve("store").toString(), 1);
    try (Milliseconds limit = new Milliseconds(timeout.toMillis())) {
      store.setTimeout(limit);
    }
  }

  Store store() {
    return store;
  }

  /** Entries that were added here since the last call, as text; empty if there are none. */
  String news() {
    try (PointerScope scope = new PointerScope()) {
      StringJoiner news = new StringJoiner(" ");
      for (String key : keys()) {
        if (known.add(key)) {
          news.add(text(key.getBytes(StandardCharsets.UTF_8)) + ":" + text(value(key)));
        }
      }
      return news.toString();
    }
  }

  /** Adds what another rank told. */
  void learn(String news) {
    try (PointerScope scope = new PointerScope()) {
      for (String entry : news.split(" ")) {
        String[] parts = entry.split(":", 2);
        if (parts.length == 2) {
          String key = new String(Base64.getDecoder().decode(parts[0]), StandardCharsets.UTF_8);
          if (known.add(key)) {
            store.set(key, new ByteVector(Base64.getDecoder().decode(parts[1])));
          }
        }
      }
    }
  }

  /** Without the store's own counter, which it lists under a name that it does not answer to. */
  private List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (BytePointer key : store.listKeys().get()) {
      if (store.check(new StringVector(key))) {
        keys.add(key.getString());
      }
    }
    return keys;
  }

  private byte[] value(String key) {
    return store.get(key).get();
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public void close() {
    store.close();
    try {
      Files.deleteIfExists(folder.resolve("store"));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // A few bytes without worth stay in the folder for temporary files.
    }
  }
}
