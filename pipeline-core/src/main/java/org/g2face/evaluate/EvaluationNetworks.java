package org.g2face.evaluate;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.g2face.anonymize.IdentityEmbedder;
import org.g2face.builtin.FaceRecogniser;
import org.g2face.external.CropNetwork;
import org.g2face.external.NetworkSpecException;
import org.g2face.image.Planes;
import org.g2face.image.RgbImage;
import org.g2face.io.FileStore;
import org.g2face.model.ModelPackage;
import org.g2face.model.weights.Safetensors;
import org.g2face.network.Coefficients.Range;
import org.g2face.network.Lpips;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxException;
import org.g2face.tensor.Tensor;

/**
 * The judging networks of a configuration, opened for pictures of one size. May be used by several
 * threads at once.
 */
public final class EvaluationNetworks implements AutoCloseable {
  private final int size;
  private final Map<String, Vector> vectors = new LinkedHashMap<>();
  private final Map<String, PerceptualDistance> likenesses = new LinkedHashMap<>();
  private final Map<String, Packaged> packaged = new LinkedHashMap<>();
  private final Map<String, FaceRecogniser> builtin = new LinkedHashMap<>();
  private final DetectionNetworks faces;
  private final Map<String, String> absent = new LinkedHashMap<>();

  /** A network that answers with a vector, and what the vector means. */
  private record Vector(EvaluationSpec.VectorSpec contract, CropNetwork network) {}

  /** A package's identity network, and the size of the faces that it takes. */
  private record Packaged(IdentityEmbedder network, int size) {}

  /** Opens what a contract names. */
  public interface Files {
    /**
     * The folder of a model package.
     *
     * @throws IOException if such cannot be opened here
     */
    default FileStore folder(String place) throws IOException {
      throw new FileNotFoundException(place);
    }

    /**
     * @throws FileNotFoundException or {@link NoSuchFileException} if there is none
     */
    FileStore.OpenFile open(String name) throws IOException;
  }

  private EvaluationNetworks(int size, Execution execution) {
    this.size = size;
    this.faces = new DetectionNetworks(execution);
  }

  /**
   * Opens every network whose files are there.
   *
   * @param size width and height of the pictures that they will be shown
   * @throws NetworkSpecException if a file is there, but is not what its contract says
   * @throws IOException if a file cannot be read
   */
  public static EvaluationNetworks open(
      Map<String, EvaluationSpec> contracts, Files files, int size, Execution execution)
      throws IOException {
    EvaluationNetworks judges = new EvaluationNetworks(size, execution);
    try {
      for (Map.Entry<String, EvaluationSpec> entry : contracts.entrySet()) {
        judges.open(entry.getKey(), entry.getValue(), files, execution);
      }
      judges.absent.putAll(judges.faces.resolve());
      return judges;
    } catch (RuntimeException | IOException e) {
      judges.close();
      throw e;
    }
  }

  private void open(String name, EvaluationSpec contract, Files files, Execution execution)
      throws IOException {
    try {
      if (contract instanceof EvaluationSpec.VectorSpec vector) {
        byte[] model = bytes(files, vector.file());
        CropNetwork network = CropNetwork.open(model, vector.network(), size, execution);
        vectors.put(name, new Vector(vector, network));
        check(name, vector, network.length());
      } else if (contract instanceof EvaluationSpec.BuiltinIdentity) {
        builtin.put(name, FaceRecogniser.open(size, execution));
      } else if (contract instanceof EvaluationSpec.Packaged place) {
        ModelPackage model = ModelPackage.load(files.folder(place.place()));
        IdentityEmbedder network = new IdentityEmbedder(model, execution);
        packaged.put(name, new Packaged(network, model.architecture().size()));
      } else if (contract instanceof EvaluationSpec.PerceptualSpec likeness) {
        try (FileStore.OpenFile file = files.open(likeness.file())) {
          likenesses.put(
              name,
              PerceptualDistance.open(
                  new Lpips(likeness.backbone()),
                  Safetensors.read(file).tensors(),
                  size,
                  size,
                  execution));
        }
      } else {
        faces.open(name, contract, files);
      }
    } catch (FileNotFoundException | NoSuchFileException e) {
      absent.put(name, "no file " + String.join(", ", contract.files()));
    } catch (OnnxException | IllegalArgumentException e) {
      throw new NetworkSpecException("the network " + name + ": " + e.getMessage(), e);
    }
  }

  /** What a contract says about a vector must lie within it. */
  private static void check(String name, EvaluationSpec.VectorSpec contract, int length) {
    if (contract instanceof EvaluationSpec.Geometry geometry
        && Math.max(geometry.shape().to(), geometry.expression().to()) > length) {
      throw new NetworkSpecException(
          "the network "
              + name
              + " gives "
              + length
              + " coefficients, fewer than its contract"
              + " speaks of",
          null);
    }
    if (contract instanceof EvaluationSpec.HeadPoseSpec turn) {
      Angle.decode(name, turn.angles(), new float[length]);
    }
  }

  static byte[] bytes(Files files, String name) throws IOException {
    try (FileStore.OpenFile file = files.open(name)) {
      return file.stream().readAllBytes();
    }
  }

  /** Networks that are declared but cannot be used, and why. */
  public Map<String, String> absent() {
    return Map.copyOf(absent);
  }

  /** Width and height at which judges see every picture. */
  public int size() {
    return size;
  }

  /** Names of the networks that can tell how alike two pictures look. */
  public List<String> likenesses() {
    return List.copyOf(likenesses.keySet());
  }

  /** Lets all networks look at a picture, which is stretched to their size. */
  public FaceAnalysis look(RgbImage picture) {
    RgbImage face = picture.resize(size, size);
    FaceAnalysis sight = empty(face);
    vectors.forEach((name, vector) -> look(name, vector, sight));
    faces.look(face, sight);
    recognise(picture, sight);
    return sight;
  }

  /** Lets only those look that tell who it is, for a picture of which nothing else is asked. */
  public FaceAnalysis recognise(RgbImage picture) {
    FaceAnalysis sight = empty(picture.resize(size, size));
    vectors.forEach(
        (name, vector) -> {
          if (vector.contract() instanceof EvaluationSpec.Identity) {
            look(name, vector, sight);
          }
        });
    recognise(picture, sight);
    return sight;
  }

  /** What those tell that are no files. */
  private void recognise(RgbImage picture, FaceAnalysis sight) {
    packaged.forEach((name, judge) -> look(name, judge, picture, sight));
    builtin.forEach((name, judge) -> put(name, judge.embed(sight.picture()).toArray(), sight));
  }

  private FaceAnalysis empty(RgbImage face) {
    FloatBuffer planes = Tensor.allocate(Planes.count(size, size));
    Planes.write(face, planes, 0);
    Tensor image = Tensor.wrap(planes, 1, RgbImage.CHANNELS, size, size);
    return new FaceAnalysis(
        image,
        new HashMap<>(),
        new HashMap<>(),
        new HashMap<>(),
        new HashMap<>(),
        new HashMap<>(),
        new HashMap<>(),
        new HashMap<>());
  }

  private static void look(String name, Packaged judge, RgbImage picture, FaceAnalysis sight) {
    put(name, judge.network().embed(picture.resize(judge.size(), judge.size())), sight);
  }

  private static void put(String name, float[] identity, FaceAnalysis sight) {
    if (isFinite(identity)) {
      sight.identities().put(name, identity);
    }
  }

  private static boolean isFinite(float[] answer) {
    for (float number : answer) {
      if (!Float.isFinite(number)) {
        return false;
      }
    }
    return true;
  }

  private static void look(String name, Vector vector, FaceAnalysis sight) {
    float[] answer = vector.network().read(sight.picture()).toArray();
    if (!isFinite(answer)) {
      return;
    }
    EvaluationSpec contract = vector.contract();
    if (contract instanceof EvaluationSpec.Identity) {
      sight.identities().put(name, answer);
    } else if (contract instanceof EvaluationSpec.Features) {
      sight.features().put(name, answer);
    } else if (contract instanceof EvaluationSpec.Geometry geometry) {
      sight.shapes().put(name, part(answer, geometry.shape()));
      sight.expressions().put(name, part(answer, geometry.expression()));
    } else if (contract instanceof EvaluationSpec.HeadPoseSpec turn) {
      sight.turns().put(name, Angle.decode(name, turn.angles(), answer));
    }
  }

  private static float[] part(float[] vector, Range range) {
    return Arrays.copyOfRange(vector, range.from(), range.to());
  }

  /**
   * How far apart two pictures look to one of {@link #likenesses}: 0 for equal ones, about 0.5 and
   * more for unrelated ones, NaN where its file is absent.
   */
  public double unlikeness(String name, FaceAnalysis a, FaceAnalysis b) {
    PerceptualDistance distance = likenesses.get(name);
    return distance == null ? Double.NaN : distance.between(a.picture(), b.picture());
  }

  @Override
  public void close() {
    vectors.values().forEach(vector -> vector.network().close());
    packaged.values().forEach(judge -> judge.network().close());
    builtin.values().forEach(FaceRecogniser::close);
    likenesses.values().forEach(PerceptualDistance::close);
    faces.close();
  }
}
