package org.g2face.train.nd4j;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.InferenceSession;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs a finished graph: its outputs, and the gradients of its loss in the same pass.
 *
 * <p>SameDiff's own {@code calculateGradients} switches its cache of arrays off and leaks native
 * memory with every call. Running the gradient graph that it derives as an ordinary graph, with the
 * cache on, does not. To be used by one thread.
 */
public final class GraphSession {
  private final SameDiff graph;
  private final List<String> outputs;
  private final Map<String, String> gradients;
  private final Map<String, long[]> independent;

  private GraphSession(
      SameDiff graph,
      List<String> outputs,
      Map<String, String> gradients,
      Map<String, long[]> independent) {
    this.graph = graph;
    this.outputs = outputs;
    this.gradients = gradients;
    this.independent = independent;
  }

  /**
   * What one run gives.
   *
   * @param outputs in the order asked for; feature maps as [batch, channel, height, width]
   * @param gradients of the loss, by the name of the variable
   */
  public record Result(List<INDArray> outputs, Map<String, INDArray> gradients) {}

  /** A session without gradients. */
  public static GraphSession forward(Nd4jOps ops, List<Node> outputs) {
    return new GraphSession(ops.graph(), names(outputs), Map.of(), Map.of());
  }

  /**
   * A session with gradients; the graph must be complete, since one graph has one loss.
   *
   * @param loss a scalar
   * @param of names of inputs and trainable weights; those the loss does not depend on have
   *     gradient 0
   */
  public static GraphSession differentiated(
      Nd4jOps ops, Node loss, List<Node> outputs, List<String> of) {
    if (loss.rank() != 0) {
      throw new IllegalArgumentException("a loss is one number, this one has rank " + loss.rank());
    }
    List<String> names = names(outputs);
    SameDiff graph = ops.graph();
    loss.variable().markAsLoss();
    derive(graph, of);
    Map<String, String> gradients = new LinkedHashMap<>();
    Map<String, long[]> independent = new LinkedHashMap<>();
    for (String name : of) {
      SDVariable variable = graph.getVariable(name);
      SDVariable gradient = variable.getGradient();
      if (gradient == null) {
        independent.put(name, variable.getShape());
      } else {
        gradients.put(name, gradient.name());
      }
    }
    SameDiff derived = graph.getFunction("grad");
    derived.setEnableCache(true);
    return new GraphSession(derived, names, gradients, independent);
  }

  /** SameDiff prints a line to the console for each operation; one thread at a time mutes it. */
  private static synchronized void derive(SameDiff graph, List<String> of) {
    Thread deriving = Thread.currentThread();
    PrintStream console = System.out;
    System.setOut(
        new PrintStream(console, true) {
          @Override
          public void println(String line) {
            if (Thread.currentThread() != deriving) {
              super.println(line);
            }
          }
        });
    try {
      graph.createGradFunction(of.toArray(String[]::new));
    } finally {
      System.setOut(console);
    }
  }

  /**
   * Runs the graph once.
   *
   * @param inputs by the names given to {@link Nd4jOps#input}, of exactly the shapes given there
   */
  public Result run(Map<String, INDArray> inputs) {
    Set<String> wanted = new LinkedHashSet<>(outputs);
    wanted.addAll(gradients.values());
    BoundedSession session = bounded();
    Map<String, INDArray> found = graph.output(inputs, wanted.toArray(String[]::new));
    session.forget();
    Map<String, INDArray> byVariable = new HashMap<>();
    gradients.forEach((variable, name) -> byVariable.put(variable, found.get(name)));
    independent.forEach((variable, shape) -> byVariable.put(variable, Nd4j.zeros(shape)));
    return new Result(outputs.stream().map(found::get).toList(), byVariable);
  }

  /** This thread's session; SameDiff may have made one of its own while the graph was built. */
  private BoundedSession bounded() {
    Map<Long, InferenceSession> sessions = graph.getSessions();
    long thread = Thread.currentThread().getId();
    if (sessions.get(thread) instanceof BoundedSession session) {
      return session;
    }
    BoundedSession session = new BoundedSession(graph);
    sessions.put(thread, session);
    return session;
  }

  private static List<String> names(List<Node> outputs) {
    List<String> names = new ArrayList<>();
    for (Node output : outputs) {
      names.add(output.plain().name());
    }
    return List.copyOf(names);
  }

  /**
   * What executes the graph on one thread. SameDiff's own keeps the number of every array that it
   * has ever freed, several thousand a step; they matter within a run only.
   */
  private static final class BoundedSession extends InferenceSession {
    BoundedSession(SameDiff graph) {
      super(graph);
    }

    void forget() {
      freedArrays.clear();
    }
  }
}
