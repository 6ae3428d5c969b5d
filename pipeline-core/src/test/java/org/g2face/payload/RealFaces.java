package org.g2face.payload;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.g2face.Fixtures;
import org.g2face.external.EmbeddingNetwork;
import org.g2face.external.NetworkSpec;
import org.g2face.image.Decoded;
import org.g2face.image.ImageDecoder;
import org.g2face.image.Planes;
import org.g2face.model.Normalisation;
import org.g2face.network.Alignment;
import org.g2face.onnx.Execution;
import org.g2face.tensor.Tensor;

/** Embeddings of 128 coordinates that a real recogniser gives for photographs of real faces. */
final class RealFaces {
  private static final int SIDE = 128;
  private static final int BATCH = 8;

  private RealFaces() {}

  /** Of the first photographs in the order of their names. */
  static List<float[]> embeddings(int count) throws IOException {
    byte[] model = Files.readAllBytes(Fixtures.path("models/mobilefacenet.onnx"));
    List<Path> files;
    try (Stream<Path> all = Files.list(Fixtures.path("faces/pairs/images"))) {
      files = all.sorted().limit(count).toList();
    }
    NetworkSpec contract =
        new NetworkSpec(
            "input0",
            "output0",
            new Alignment.Box(0.120, 0.118, 0.879, 0.877, 112, 112),
            new Normalisation(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225)),
            NetworkSpec.Colours.RGB);
    List<float[]> embeddings = new ArrayList<>();
    try (EmbeddingNetwork recogniser =
        EmbeddingNetwork.open(model, contract, SIDE, Execution.onCpu(1))) {
      for (int from = 0; from < files.size(); from += BATCH) {
        embed(recogniser, files.subList(from, Math.min(files.size(), from + BATCH)), embeddings);
      }
    }
    return embeddings;
  }

  private static void embed(EmbeddingNetwork recogniser, List<Path> files, List<float[]> embeddings)
      throws IOException {
    int each = Planes.count(SIDE, SIDE);
    FloatBuffer faces = Tensor.allocate(files.size() * each);
    for (int i = 0; i < files.size(); i++) {
      Path file = files.get(i);
      Decoded decoded = new ImageDecoder().decode(Files.readAllBytes(file), file.toString());
      Planes.write(((Decoded.Picture) decoded).image(), faces, i * each);
    }
    float[] rows = recogniser.embed(Tensor.wrap(faces, files.size(), 3, SIDE, SIDE)).toArray();
    int size = recogniser.embedding();
    for (int i = 0; i < files.size(); i++) {
      embeddings.add(Arrays.copyOfRange(rows, i * size, (i + 1) * size));
    }
  }
}
