package org.g2face.train;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.g2face.io.FileStore;
import org.g2face.model.Architecture;
import org.g2face.model.ModelPackage;
import org.g2face.model.PackageWriter;
import org.g2face.model.Part;
import org.g2face.model.Provenance;
import org.g2face.model.weights.Dtype;
import org.g2face.model.weights.NamedTensors;
import org.g2face.model.weights.Safetensors;
import org.g2face.network.StylePrior;
import org.g2face.tensor.Tensor;
import org.g2face.train.data.DataPosition;
import org.g2face.train.engine.EngineSession.PartState;
import org.g2face.train.engine.TrainingException;

/**
 * A training at the end of a step, from which it goes on as if nothing had happened. Everything
 * random follows from the seed and the step, so that no other state of chance is kept.
 *
 * <p>A folder holds {@code progress.conf} and a safetensors file for each trained part, whose names
 * start with {@code weights/}, {@code averaged/}, {@code mean/} and {@code square/}. Both engines
 * read each other's.
 */
public record Checkpoint(Progress progress, List<PartState> parts) {
  private static final String PROGRESS = "progress.conf";
  private static final int VERSION = 1;

  /**
   * How far the training is.
   *
   * @param step the last one that is done
   * @param skipped how many steps had numbers that were not finite
   * @param seed of the settings
   * @param position in the data, after the step
   */
  public record Progress(long step, long skipped, long seed, DataPosition position) {}

  public Checkpoint {
    parts = List.copyOf(parts);
  }

  /** Writes all files; the one that says how far comes last. */
  public void write(FileStore folder) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("version = ").append(VERSION).append('\n');
    text.append("step = ").append(progress.step()).append('\n');
    text.append("skipped = ").append(progress.skipped()).append('\n');
    text.append("seed = ").append(progress.seed()).append('\n');
    text.append("data.epoch = ").append(progress.position().epoch()).append('\n');
    text.append("data.images = ").append(progress.position().images()).append('\n');
    for (PartState state : parts) {
      Map<String, Tensor> all = new LinkedHashMap<>();
      put(all, "weights/", state.weights());
      put(all, "averaged/", state.averaged());
      put(all, "mean/", state.mean());
      put(all, "square/", state.square());
      try (OutputStream out = folder.create(state.part().file())) {
        Safetensors.write(out, NamedTensors.of(all), Dtype.F32);
      }
      text.append("updates.").append(state.part().key()).append(" = ");
      text.append(state.updates()).append('\n');
    }
    try (OutputStream out = folder.create(PROGRESS)) {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void put(Map<String, Tensor> all, String prefix, Map<String, Tensor> values) {
    values.forEach((name, value) -> all.put(prefix + name, value));
  }

  /**
   * Reads a checkpoint.
   *
   * @throws TrainingException if it is not one of this model
   */
  public static Checkpoint read(FileStore folder, Architecture architecture) throws IOException {
    Config conf;
    try (FileStore.OpenFile file = folder.open(PROGRESS);
        Reader reader = new InputStreamReader(file.stream(), StandardCharsets.UTF_8)) {
      conf = ConfigFactory.parseReader(reader);
    }
    try {
      if (conf.getInt("version") != VERSION) {
        throw new TrainingException(
            folder
                + " has version "
                + conf.getInt("version")
                + " of the checkpoint format, this"
                + " program reads version "
                + VERSION);
      }
      Progress progress =
          new Progress(
              conf.getLong("step"),
              conf.getLong("skipped"),
              conf.getLong("seed"),
              new DataPosition(conf.getLong("data.epoch"), conf.getLong("data.images")));
      List<PartState> parts = new ArrayList<>();
      for (Part part : Part.values()) {
        if (conf.hasPath("updates." + part.key())) {
          parts.add(part(folder, architecture, part, conf.getLong("updates." + part.key())));
        }
      }
      return new Checkpoint(progress, parts);
    } catch (ConfigException e) {
      throw new TrainingException(
          folder + "/" + PROGRESS + " is not that of a checkpoint: " + e.getMessage());
    }
  }

  private static PartState part(
      FileStore folder, Architecture architecture, Part part, long updates) throws IOException {
    NamedTensors all = Safetensors.read(folder.open(part.file())).tensors();
    Map<String, Tensor> weights = under(all, "weights/");
    String misfit = NamedTensors.of(weights).check(part.weights(architecture)).describe();
    if (!misfit.isEmpty()) {
      throw new TrainingException(
          "the checkpoint " + folder + " is of another model: its " + part.key() + ": " + misfit);
    }
    return new PartState(
        part,
        weights,
        under(all, "averaged/"),
        under(all, "mean/"),
        under(all, "square/"),
        updates);
  }

  private static Map<String, Tensor> under(NamedTensors all, String prefix) {
    Map<String, Tensor> found = new LinkedHashMap<>();
    all.asMap()
        .forEach(
            (name, value) -> {
              if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), value);
              }
            });
    return found;
  }

  /**
   * Writes the trained model as a package: the averaged weights, those of the discriminator as they
   * are, and unchanged the parts that this training did not touch. Where a prior was trained, the
   * generator starts from its layers.
   *
   * @param start the package that training started from
   * @param trained where the trained weights come from
   */
  public ModelPackage writePackage(FileStore folder, ModelPackage start, Provenance trained)
      throws IOException {
    // What is trained on from a model that is for demonstration only is so, too.
    PackageWriter writer = new PackageWriter(folder, start.architecture()).notice(start.notice());
    Map<Part, NamedTensors> changed = new EnumMap<>(Part.class);
    for (PartState state : parts) {
      changed.put(state.part(), NamedTensors.of(best(state)));
      if (state.part() == Part.PRIOR && start.has(Part.GENERATOR)) {
        changed.put(Part.GENERATOR, startingFrom(best(state), start.weights(Part.GENERATOR)));
      }
    }
    for (Map.Entry<Part, NamedTensors> part : changed.entrySet()) {
      writer.put(part.getKey(), part.getValue(), trained);
    }
    for (Part part : start.parts()) {
      if (!changed.containsKey(part)) {
        writer.put(part, start.weights(part), start.provenance(part));
      }
    }
    return writer.finish();
  }

  private static Map<String, Tensor> best(PartState state) {
    return state.averaged().isEmpty() ? state.weights() : state.averaged();
  }

  /** A generator with the layers of a prior that it has, too. */
  private static NamedTensors startingFrom(Map<String, Tensor> prior, NamedTensors generator) {
    Map<String, Tensor> joined = new LinkedHashMap<>(generator.asMap());
    prior.forEach(
        (name, value) -> {
          if (StylePrior.shared(name)) {
            joined.put(name, value);
          }
        });
    return NamedTensors.of(joined);
  }
}
