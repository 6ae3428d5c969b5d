package org.g2face.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.g2face.weights.Folder;
import org.g2face.weights.LocalFolder;

/** Checkpoints in numbered folders of a temporary one. */
final class FolderCheckpoints implements CheckpointStore {
  private final Path root;
  private Folder latest;

  FolderCheckpoints(Path root) {
    this.root = root;
  }

  @Override
  public Optional<Folder> latest() {
    return Optional.ofNullable(latest);
  }

  @Override
  public String save(long step, Content content) throws IOException {
    Folder folder = new LocalFolder(root.resolve("step-" + step));
    content.write(folder);
    latest = folder;
    return folder.toString();
  }
}
