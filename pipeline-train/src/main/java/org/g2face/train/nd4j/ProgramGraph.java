package org.g2face.train.nd4j;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.g2face.model.Architecture;
import org.g2face.model.Part;
import org.g2face.network.MorphableModel;
import org.g2face.train.engine.Networks;
import org.g2face.train.engine.Program;
import org.g2face.train.engine.ProgramResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A program as a compiled graph. */
final class ProgramGraph {
  private final GraphSession session;
  private final Map<Part, Nd4jPart.Use> uses = new EnumMap<>(Part.class);
  private final List<String> losses;
  private final List<String> outputs;
  private final Map<Part, List<String>> running = new EnumMap<>(Part.class);

  /**
   * What one run gives. The arrays are copies.
   *
   * @param gradients of the parts that the program trains, for every trained parameter
   */
  record Result(
      Map<String, INDArray> losses,
      Map<String, INDArray> outputs,
      Map<Part, Map<String, INDArray>> running,
      Map<Part, Map<String, INDArray>> gradients) {}

  ProgramGraph(
      Program program,
      Architecture architecture,
      MorphableModel morphable,
      Map<Part, Nd4jPart> parts,
      boolean averaged) {
    Nd4jOps ops = new Nd4jOps();
    Function<Part, Nd4jPart.Use> use =
        part ->
            uses.computeIfAbsent(
                part, key -> parts.get(key).in(ops, program.trains().contains(key), averaged));
    Networks<Node> nets =
        new Networks<>(
            ops,
            architecture,
            morphable,
            part -> Nd4jPart.weights(use.apply(part)),
            (all, image) -> architecture.discriminator().gradient(ops, all.judge(), image));
    Map<String, Node> inputs = new LinkedHashMap<>();
    program.inputs().forEach((name, shape) -> inputs.put(name, ops.input(name, shape)));
    ProgramResult<Node> outcome = program.run(nets, inputs);

    List<Node> wanted = new ArrayList<>(outcome.losses().values());
    wanted.addAll(outcome.outputs().values());
    nets.running()
        .forEach(
            (part, moved) -> {
              running.put(part, List.copyOf(moved.keySet()));
              wanted.addAll(moved.values());
            });
    losses = List.copyOf(outcome.losses().keySet());
    outputs = List.copyOf(outcome.outputs().keySet());
    if (outcome.total() == null) {
      session = GraphSession.forward(ops, wanted);
    } else {
      List<String> of = new ArrayList<>();
      for (Part part : program.trains()) {
        for (String name : parts.get(part).parameters()) {
          // A graph knows every trained parameter, also one that its loss does not depend on.
          use.apply(part).node(name, true);
          of.add(use.apply(part).variable(name));
        }
      }
      session = GraphSession.differentiated(ops, outcome.total(), wanted, of);
    }
  }

  Result run(Program program, Map<Part, Nd4jPart> parts, Map<String, INDArray> inputs) {
    GraphSession.Result found = session.run(inputs);
    List<INDArray> values = found.outputs();
    int next = 0;
    Map<String, INDArray> lossValues = new LinkedHashMap<>();
    for (String name : losses) {
      lossValues.put(name, values.get(next++).dup());
    }
    Map<String, INDArray> outputValues = new LinkedHashMap<>();
    for (String name : outputs) {
      outputValues.put(name, values.get(next++).dup('c'));
    }
    Map<Part, Map<String, INDArray>> moved = new EnumMap<>(Part.class);
    for (Part part : running.keySet()) {
      Map<String, INDArray> byName = new LinkedHashMap<>();
      for (String name : running.get(part)) {
        byName.put(name, values.get(next++).dup('c'));
      }
      moved.put(part, byName);
    }
    Map<Part, Map<String, INDArray>> gradients = new EnumMap<>(Part.class);
    for (Part part : program.trains()) {
      Map<String, INDArray> byName = new LinkedHashMap<>();
      for (String name : parts.get(part).parameters()) {
        byName.put(name, found.gradients().get(uses.get(part).variable(name)).dup('c'));
      }
      gradients.put(part, byName);
    }
    return new Result(lossValues, outputValues, moved, gradients);
  }
}
