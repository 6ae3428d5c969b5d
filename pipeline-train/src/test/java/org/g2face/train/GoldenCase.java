package org.g2face.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.g2face.Fixtures;
import org.g2face.checkpoint.FaceModelMat;
import org.g2face.io.LocalFileStore;
import org.g2face.model.weights.NamedTensors;
import org.g2face.model.weights.Safetensors;
import org.g2face.network.GoldenNetworks;
import org.g2face.tensor.Tensor;
import org.g2face.train.Computation.Body;

/**
 * What the authors' code computed: inputs, weights, outputs, and for given cotangents of the
 * outputs the gradients of inputs and weights.
 */
record GoldenCase(
    Computation computation,
    List<Tensor> outputs,
    List<Tensor> cotangents,
    NamedTensors inputGradients,
    NamedTensors weightGradients) {
  private static final String FACE_MODEL = "face_model_3dmm";

  static List<String> names() {
    List<String> names = new ArrayList<>(GoldenNetworks.byName().keySet());
    names.add(FACE_MODEL);
    return names.stream().sorted().toList();
  }

  static GoldenCase read(String name) {
    NamedTensors file = tensors(name);
    boolean face = name.equals(FACE_MODEL);
    Body body = face ? GoldenNetworks.morphable(faceModel()) : GoldenNetworks.byName().get(name);
    return new GoldenCase(
        new Computation(file.at("in").asMap(), file.at("weights").asMap(), body),
        outputs(file, "out", face),
        outputs(file, "cot", face),
        file.at("grad.in"),
        file.at("grad.weights"));
  }

  private static List<Tensor> outputs(NamedTensors file, String kind, boolean face) {
    if (!face) {
      return List.of(file.get(kind));
    }
    NamedTensors parts = file.at(kind);
    return List.of(parts.get("shape"), parts.get("landmarks"), parts.get("color"));
  }

  /** Of a file that comes with the sources, or else of the development fixtures. */
  static NamedTensors tensors(String name) {
    String file = name + ".safetensors";
    URL bundled = GoldenCase.class.getResource("/golden/" + file);
    try {
      Path path = bundled == null ? Fixtures.path("golden/" + file) : Path.of(bundled.toURI());
      return Safetensors.read(new LocalFileStore(path.getParent()).open(file)).tensors();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Tensor> faceModel() {
    try {
      return FaceModelMat.read(Fixtures.path("golden/BFM_model_front.mat")).asMap();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
