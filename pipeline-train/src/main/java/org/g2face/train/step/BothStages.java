package org.g2face.train.step;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.g2face.model.Architecture;
import org.g2face.model.Part;
import org.g2face.train.engine.Networks;
import org.g2face.train.engine.Program;
import org.g2face.train.engine.ProgramResult;
import org.g2face.train.engine.TrainSettings;

/** Both stages as one program with one loss, so that recovery also teaches anonymization. */
public record BothStages(Architecture architecture, TrainSettings settings) implements Program {
  /** Before the names of the second stage's own draws. */
  public static final String AGAIN = "again.";

  @Override
  public String name() {
    return "both";
  }

  @Override
  public Map<String, long[]> inputs() {
    StageInputs io = new StageInputs(architecture, settings);
    Map<String, long[]> shapes = new LinkedHashMap<>(first().inputs());
    io.drawnForRecovery().forEach((name, shape) -> shapes.put(AGAIN + name, shape));
    return shapes;
  }

  @Override
  public Set<Part> trains() {
    return first().trains();
  }

  @Override
  public <T> ProgramResult<T> run(Networks<T> nets, Map<String, T> in) {
    Map<String, T> again = new LinkedHashMap<>(in);
    in.forEach(
        (name, value) -> {
          if (name.startsWith(AGAIN)) {
            again.put(name.substring(AGAIN.length()), value);
          }
        });
    Losses<T> first = new Losses<>(nets.ops());
    T anonymized = first().run(nets, in, first);
    Losses<T> second = new Losses<>(nets.ops());
    T recovered = new RecoveryStage(architecture, settings).run(nets, anonymized, again, second);
    ProgramResult<T> one = first.outcome(Map.of(StageInputs.ANONYMIZED, anonymized));
    ProgramResult<T> other = second.outcome(Map.of(StageInputs.RECOVERED, recovered));

    Map<String, T> losses = new LinkedHashMap<>();
    one.losses().forEach((name, loss) -> losses.put("anonymization." + name, loss));
    other.losses().forEach((name, loss) -> losses.put("recovery." + name, loss));
    Map<String, T> outputs = new LinkedHashMap<>(one.outputs());
    outputs.putAll(other.outputs());
    return new ProgramResult<>(nets.ops().add(one.total(), other.total()), losses, outputs);
  }

  private AnonymizationStage first() {
    return new AnonymizationStage(architecture, settings);
  }
}
