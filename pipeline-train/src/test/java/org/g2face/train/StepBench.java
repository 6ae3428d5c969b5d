package org.g2face.train;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.g2face.io.LocalFileStore;
import org.g2face.model.Architecture;
import org.g2face.model.InitialWeights;
import org.g2face.model.ModelPackage;
import org.g2face.model.PackageWriter;
import org.g2face.model.Part;
import org.g2face.model.Provenance;
import org.g2face.model.weights.Dtype;
import org.g2face.model.weights.NamedTensors;
import org.g2face.model.weights.Safetensors;
import org.g2face.network.Channels;
import org.g2face.network.Coefficients;
import org.g2face.network.Generator;
import org.g2face.network.GeometryNet;
import org.g2face.network.IResNet;
import org.g2face.tensor.Tensor;
import org.g2face.train.channel.ChannelSettings;
import org.g2face.train.collective.Collective;
import org.g2face.train.data.DataPosition;
import org.g2face.train.data.FaceBatches;
import org.g2face.train.engine.TrainSettings;
import org.g2face.train.engine.TrainSettings.Engine;
import org.g2face.train.engine.TrainSettings.Optimiser;
import org.g2face.train.engine.TrainSettings.Precision;
import org.g2face.train.engine.TrainSettings.Stages;
import org.g2face.train.loss.LossWeights;
import org.g2face.train.step.StageInputs;

/**
 * The {@link Trainer}'s steps on demand, to be timed beside the same steps in PyTorch by {@code
 * docs/reference/step_reference.py}, which starts this program.
 *
 * <p>{@code StepBench prepare FOLDER} writes a fresh 64 x 64 model, and the images and draws of the
 * first steps. {@code StepBench torch FOLDER} and {@code StepBench nd4j FOLDER} train it: each line
 * on standard input lets one step run, and each step prints its seconds, the processor's seconds
 * and its losses.
 */
public final class StepBench {
  private static final int BATCH = 8;
  private static final int COMPARED = 3;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private StepBench() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[1]);
    if (args[0].equals("prepare")) {
      prepare(folder);
    } else {
      train(Engine.valueOf(args[0].toUpperCase(Locale.ROOT)), folder);
    }
  }

  private static Architecture architecture() {
    Channels channels = new Channels(Map.of(4, 128, 8, 128, 16, 96, 32, 64, 64, 32));
    IResNet identity = new IResNet(List.of(1, 1, 1, 1), 8, 32, 112);
    GeometryNet geometry = new GeometryNet(List.of(1, 1, 1, 1), 8, Coefficients.standard());
    return Architecture.of(
        new Generator(64, channels, 128),
        Architecture.Identity.of(identity),
        Architecture.Geometry.of(geometry, 64),
        32);
  }

  private static TrainSettings settings(Engine engine) {
    return new TrainSettings(
        engine,
        "cpu",
        Precision.FLOAT32,
        5,
        BATCH,
        1,
        Long.MAX_VALUE,
        new LossWeights(1, 3, 0, 0.1, 1, 0, 0, 0, 5, 0, 10, 16),
        new Optimiser(1e-3, 0.1, 1e-3, 0.9, 0.99, 1e-8, 0, 1, 0, 10, 0.999, 20),
        ChannelSettings.lossless(),
        Stages.standard(),
        Long.MAX_VALUE,
        0);
  }

  private static void prepare(Path folder) throws IOException {
    Architecture architecture = architecture();
    Provenance drawn = new Provenance(List.of(), "none", "none", "StepBench", "none");
    PackageWriter writer =
        new PackageWriter(new LocalFileStore(folder.resolve("model")), architecture);
    for (Part part : Part.values()) {
      if (part != Part.PERCEPTUAL && part != Part.MORPHABLE) {
        writer.put(part, InitialWeights.of(architecture, part, 7), drawn);
      }
    }
    writer.finish();

    StepRandomness draws =
        new StepRandomness(new StageInputs(architecture, settings(Engine.TORCH)));
    FaceBatches faces = faces();
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (int step = 1; step <= COMPARED; step++) {
      String prefix = step + ".";
      inputs.put(prefix + "image", faces.next());
      draws.anonymization(step, 0).forEach((name, value) -> inputs.put(prefix + name, value));
    }
    try (OutputStream out = new LocalFileStore(folder).create("steps.safetensors")) {
      Safetensors.write(out, NamedTensors.of(inputs), Dtype.F32);
    }
  }

  private static MemoryFaces faces() {
    return new MemoryFaces(64, BATCH, 0, 1);
  }

  private static void train(Engine engine, Path folder) throws IOException {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    OnDemand faces = new OnDemand(faces(), commands);
    TrainerListener listener =
        new TrainerListener() {
          @Override
          public void onStep(StepReport report) {
            StringBuilder line = new StringBuilder(faces.sinceGiven());
            report.losses().forEach((name, loss) -> line.append(' ').append(name + "=" + loss));
            System.out.println(line);
          }
        };
    ModelPackage start = ModelPackage.load(new LocalFileStore(folder.resolve("model")));
    new Trainer(
            settings(engine), start, Collective.single(), faces, listener, CheckpointStore.none())
        .run();
  }

  /** Faces that come when they are asked for from outside; the time of a step begins there. */
  private static final class OnDemand implements FaceBatches {
    private final MemoryFaces faces;
    private final BufferedReader commands;
    private long given;
    private long givenCpu;

    OnDemand(MemoryFaces faces, BufferedReader commands) {
      this.faces = faces;
      this.commands = commands;
    }

    String sinceGiven() {
      double cpu = (SYSTEM.getProcessCpuTime() - givenCpu) * 1e-9;
      return "seconds=" + (System.nanoTime() - given) * 1e-9 + " cpu=" + cpu;
    }

    @Override
    public Tensor next() throws IOException {
      Tensor batch = faces.next();
      if (commands.readLine() == null) {
        System.exit(0);
      }
      given = System.nanoTime();
      givenCpu = SYSTEM.getProcessCpuTime();
      return batch;
    }

    @Override
    public DataPosition position() {
      return faces.position();
    }

    @Override
    public void resume(DataPosition position) {
      faces.resume(position);
    }

    @Override
    public void close() {}
  }
}
