package org.g2face.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.g2face.io.FileStore;
import org.g2face.io.LocalFileStore;
import org.g2face.model.Part;
import org.g2face.model.weights.NamedTensors;
import org.g2face.model.weights.Safetensors;
import org.g2face.tensor.Tensor;

/** Checkpoints in numbered folders of a temporary one. */
final class FolderCheckpoints implements CheckpointStore {
  private final Path root;
  private FileStore latest;

  FolderCheckpoints(Path root) {
    this.root = root;
  }

  /** The weights of a part, without averages and moments. */
  NamedTensors weights(long step, Part part) throws IOException {
    FileStore folder = new LocalFileStore(root.resolve("step-" + step));
    Map<String, Tensor> weights = new LinkedHashMap<>();
    Safetensors.read(folder.open(part.file()))
        .tensors()
        .asMap()
        .forEach(
            (name, value) -> {
              if (name.startsWith("weights/")) {
                weights.put(name.substring("weights/".length()), value);
              }
            });
    return NamedTensors.of(weights);
  }

  @Override
  public Optional<FileStore> latest() {
    return Optional.ofNullable(latest);
  }

  @Override
  public String save(long step, Content content) throws IOException {
    FileStore folder = new LocalFileStore(root.resolve("step-" + step));
    content.write(folder);
    latest = folder;
    return folder.toString();
  }
}
