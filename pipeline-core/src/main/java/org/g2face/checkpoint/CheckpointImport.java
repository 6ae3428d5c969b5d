package org.g2face.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.g2face.io.FileStore;
import org.g2face.io.LocalFileStore;
import org.g2face.model.Architecture;
import org.g2face.model.InitialWeights;
import org.g2face.model.ModelPackage;
import org.g2face.model.PackageWriter;
import org.g2face.model.Part;
import org.g2face.model.Provenance;
import org.g2face.model.weights.NamedTensors;
import org.g2face.model.weights.Safetensors;
import org.g2face.model.weights.WeightCheck;
import org.g2face.network.InpaintingGenerator;
import org.g2face.network.MorphableModel;
import org.g2face.tensor.Tensor;

/**
 * Makes a model package of the files that the authors of the networks distribute. Which files are
 * given decides which parts the package has; how its networks are built is told by the shapes of
 * the weights, unless the model is a fresh one. The files are local, since a checkpoint is read
 * here and there and not from its start; one part at a time is in memory.
 */
public final class CheckpointImport {
  /** Which network lies under which key of {@code G2Face.pth}. */
  private static final Map<Part, String> KEYS =
      Map.of(
          Part.GENERATOR, "anonymous_net",
          Part.STYLE_MAPPER, "style_mlp",
          Part.DUMMY_IDENTITY, "map_2_id",
          Part.PASSWORD_EXTRACTOR, "hiding_extractor",
          Part.DISCRIMINATOR, "discriminator");

  private final String tool;
  private final String date;
  private final List<Origin> perceptual = new ArrayList<>();
  private final Map<Part, Origin> origins = new EnumMap<>(Part.class);
  private Origin g2face;
  private Origin styleGan2;
  private Architecture fresh;
  private long seed;

  /**
   * Starts an import.
   *
   * @param tool the program, with its version, for the provenance
   * @param date for the provenance
   */
  public CheckpointImport(String tool, String date) {
    this.tool = tool;
    this.date = date;
  }

  /** {@code G2Face.pth}: the generator and, where it has them, the networks around it. */
  public CheckpointImport g2face(Origin origin) {
    this.g2face = origin;
    return this;
  }

  /** {@code ms1mv3_arcface_r50.pth} or another IResNet: the identity network. */
  public CheckpointImport arcface(Origin origin) {
    origins.put(Part.IDENTITY, origin);
    return this;
  }

  /** Deep3DFaceRecon's {@code epoch_20.pth}: the geometry network. */
  public CheckpointImport d3dfr(Origin origin) {
    origins.put(Part.GEOMETRY, origin);
    return this;
  }

  /** {@code BFM_model_front.mat}: the morphable model. */
  public CheckpointImport bfm(Origin origin) {
    origins.put(Part.MORPHABLE, origin);
    return this;
  }

  /** A file of LPIPS, in PyTorch's form or as safetensors; there may be several. */
  public CheckpointImport lpips(Origin origin) {
    perceptual.add(origin);
    return this;
  }

  /**
   * A StyleGAN2 generator such as {@code 550000.pt} to start training from, instead of {@code
   * G2Face.pth}. Weights that it lacks are drawn at random.
   *
   * @param seed equal seeds draw equal weights
   */
  public CheckpointImport styleGan2(Origin origin, long seed) {
    this.styleGan2 = origin;
    this.seed = seed;
    return this;
  }

  /**
   * No generator's file: a model of this architecture, of which everything that can be learned and
   * that no other file holds is drawn at random.
   *
   * @param seed equal seeds draw equal weights
   */
  public CheckpointImport fresh(Architecture architecture, long seed) {
    this.fresh = architecture;
    this.seed = seed;
    return this;
  }

  /**
   * Imports.
   *
   * @throws CheckpointException if a file is not what it should be, or weights are missing, extra
   *     or misshapen: all of them are named
   * @throws IllegalArgumentException unless there is exactly one generator
   */
  public ImportReport into(FileStore folder) throws IOException {
    if (Stream.of(g2face, styleGan2, fresh).filter(Objects::nonNull).count() != 1) {
      throw new IllegalArgumentException(
          "an import needs a generator, and one only: G2Face.pth, StyleGAN2 or a fresh one");
    }
    try (Run run = new Run()) {
      run.open();
      return run.write(folder);
    }
  }

  /** One run: the files it has open, and what they hold. */
  private final class Run implements Closeable {
    private final List<Closeable> open = new ArrayList<>();
    private final Map<Part, StateDict> parts = new EnumMap<>(Part.class);
    private final Map<Part, List<Origin>> sources = new EnumMap<>(Part.class);
    private final Map<Part, List<String>> leftOut = new EnumMap<>(Part.class);
    private final Map<Part, List<String>> drawn = new EnumMap<>(Part.class);

    void open() throws IOException {
      if (g2face != null) {
        TorchCheckpoint file = checkpoint(g2face);
        for (Part part : new TreeMap<>(KEYS).keySet()) {
          String key = KEYS.get(part);
          if (part == Part.GENERATOR || file.keys().contains(key)) {
            add(part, ForeignNames.of(part, file.stateDict(key)), List.of(g2face));
          }
        }
      } else if (styleGan2 != null) {
        StateDict average = checkpoint(styleGan2).stateDict("g_ema");
        add(Part.GENERATOR, ForeignNames.ofStyleGan2(average), List.of(styleGan2));
      }
      if (origins.containsKey(Part.IDENTITY)) {
        Origin origin = origins.get(Part.IDENTITY);
        add(Part.IDENTITY, identity(origin), List.of(origin));
      }
      if (origins.containsKey(Part.GEOMETRY)) {
        Origin origin = origins.get(Part.GEOMETRY);
        add(Part.GEOMETRY, geometry(origin), List.of(origin));
      }
      if (origins.containsKey(Part.MORPHABLE)) {
        Origin origin = origins.get(Part.MORPHABLE);
        StateDict arrays = StateDict.of(FaceModelMat.read(origin.file()));
        add(Part.MORPHABLE, new ForeignNames(arrays, List.of()), List.of(origin));
      }
      if (!perceptual.isEmpty()) {
        List<StateDict> files = new ArrayList<>();
        for (Origin origin : perceptual) {
          files.add(weights(origin));
        }
        add(Part.PERCEPTUAL, ForeignNames.ofLpips(StateDict.union(files)), perceptual);
      }
    }

    /** An ONNX file is MobileFaceNet, anything else ArcFace's network. */
    private ForeignNames identity(Origin origin) throws IOException {
      if (origin.file().toString().endsWith(".onnx")) {
        return new ForeignNames(StateDict.of(MobileFaceNetFile.read(origin.file())), List.of());
      }
      return ForeignNames.of(Part.IDENTITY, checkpoint(origin).stateDict());
    }

    /** A package's own file, or Deep3DFaceRecon's. */
    private ForeignNames geometry(Origin origin) throws IOException {
      if (origin.file().toString().endsWith(".safetensors")) {
        return new ForeignNames(weights(origin), List.of());
      }
      return ForeignNames.of(Part.GEOMETRY, checkpoint(origin).stateDict("net_recon"));
    }

    private TorchCheckpoint checkpoint(Origin origin) throws IOException {
      TorchCheckpoint file = TorchCheckpoint.open(origin.file());
      open.add(file);
      return file;
    }

    private StateDict weights(Origin origin) throws IOException {
      Path file = origin.file().toAbsolutePath();
      String name = file.getFileName().toString();
      if (name.endsWith(".safetensors")) {
        LocalFileStore folder = new LocalFileStore(file.getParent());
        return StateDict.of(Safetensors.read(folder.open(name)).tensors());
      }
      return checkpoint(origin).stateDict();
    }

    private void add(Part part, ForeignNames names, List<Origin> from) {
      parts.put(part, names.weights());
      sources.put(part, from);
      leftOut.put(part, names.leftOut());
    }

    ImportReport write(FileStore folder) throws IOException {
      Architecture architecture = fresh == null ? InferredArchitecture.of(parts) : fresh;
      if (fresh != null) {
        complete(architecture, ModelPackage.learned(architecture));
      } else if (styleGan2 != null) {
        complete(architecture, ModelPackage.trained(architecture));
      }
      if (architecture.generator() instanceof InpaintingGenerator) {
        placeLandmarks(architecture);
      }
      requireFit(architecture);
      PackageWriter writer = new PackageWriter(folder, architecture);
      Map<Origin, Provenance.Source> hashed = new HashMap<>();
      for (Map.Entry<Part, StateDict> entry : parts.entrySet()) {
        Part part = entry.getKey();
        try {
          writer.put(part, entry.getValue().read(), provenance(part, hashed));
        } catch (IllegalArgumentException e) {
          throw new CheckpointException(files(part) + ": " + e.getMessage(), e);
        }
      }
      return new ImportReport(writer.finish(), leftOut, drawn);
    }

    /** The keypoints of the morphable model, which such a generator draws its heatmaps by. */
    private void placeLandmarks(Architecture architecture) throws IOException {
      if (!parts.containsKey(Part.MORPHABLE)) {
        throw new CheckpointException(
            "a generator that conceals the face draws landmarks by a morphable model: give one"
                + " (--morphable)");
      }
      var geometry = architecture.geometry();
      MorphableModel model =
          MorphableModel.of(
              geometry.network().coefficients(),
              geometry.camera(),
              parts.get(Part.MORPHABLE).read().asMap());
      Map<String, Tensor> keypoints =
          Map.of("landmarks.mean", model.keypointMean(), "landmarks.basis", model.keypointBasis());
      StateDict others = parts.get(Part.GENERATOR).only(name -> !keypoints.containsKey(name));
      StateDict placed = StateDict.of(NamedTensors.of(keypoints));
      parts.put(Part.GENERATOR, StateDict.union(List.of(others, placed)));
    }

    /** Draws what the files do not have; a network other than the generator they have whole. */
    private void complete(Architecture architecture, Set<Part> wanted) throws IOException {
      for (Part part : wanted) {
        if (origins.containsKey(part)) {
          continue;
        }
        StateDict given = parts.getOrDefault(part, StateDict.of(NamedTensors.of(Map.of())));
        StateDict missing =
            StateDict.of(InitialWeights.of(architecture, part, seed))
                .only(name -> !given.has(name));
        parts.put(part, StateDict.union(List.of(given, missing)));
        sources.putIfAbsent(part, List.of());
        drawn.put(part, List.copyOf(missing.names()));
      }
    }

    private void requireFit(Architecture architecture) throws CheckpointException {
      List<String> problems = new ArrayList<>();
      parts.forEach(
          (part, dict) -> {
            if (part != Part.MORPHABLE) {
              WeightCheck check = WeightCheck.of(dict.shapes(), part.weights(architecture));
              if (!check.fits()) {
                problems.add("the " + part.key() + " in " + files(part) + ": " + check.describe());
              }
            }
          });
      if (!problems.isEmpty()) {
        throw new CheckpointException(
            "these files do not hold the networks as they should. " + String.join(". ", problems));
      }
    }

    private String files(Part part) {
      return String.join(
          ", ", sources.get(part).stream().map(origin -> origin.file().toString()).toList());
    }

    private Provenance provenance(Part part, Map<Origin, Provenance.Source> hashed)
        throws IOException {
      List<Provenance.Source> files = new ArrayList<>();
      List<String> licences = new ArrayList<>();
      List<String> data = new ArrayList<>();
      if (sources.get(part).isEmpty()) {
        return Provenance.drawn(seed, tool, date);
      }
      for (Origin origin : sources.get(part)) {
        if (!hashed.containsKey(origin)) {
          hashed.put(origin, origin.source());
        }
        files.add(hashed.get(origin));
        licences.add(origin.licence());
        data.add(origin.trainingData());
      }
      if (!drawn.getOrDefault(part, List.of()).isEmpty()) {
        data.add(drawn.get(part).size() + " weights drawn at random from seed " + seed);
      }
      return new Provenance(
          files, String.join("; ", licences), String.join("; ", data), tool, date);
    }

    @Override
    public void close() throws IOException {
      for (Closeable file : open) {
        file.close();
      }
    }
  }
}
