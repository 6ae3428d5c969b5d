package org.g2face.train;

import java.io.IOException;
import java.util.Optional;
import org.g2face.io.FileStore;

/** A store for the checkpoints of one training, each in a folder of its own. */
public interface CheckpointStore {

  /** Writes the files of one checkpoint. */
  @FunctionalInterface
  interface Content {
    void write(FileStore folder) throws IOException;
  }

  /** The newest complete checkpoint; the same on all ranks. */
  Optional<FileStore> latest() throws IOException;

  /**
   * Keeps a checkpoint: it is either there completely or not at all. Called on rank 0 only.
   *
   * @param step after which it is taken
   * @return where it lies, for people
   */
  String save(long step, Content content) throws IOException;

  /** Keeps nothing; every training starts anew. */
  static CheckpointStore none() {
    return new CheckpointStore() {
      @Override
      public Optional<FileStore> latest() {
        return Optional.empty();
      }

      @Override
      public String save(long step, Content content) {
        return "nowhere";
      }
    };
  }
}
