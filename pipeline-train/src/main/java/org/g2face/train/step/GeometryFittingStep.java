package org.g2face.train.step;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.g2face.model.Architecture;
import org.g2face.model.Part;
import org.g2face.network.Coefficients;
import org.g2face.network.MorphableModel;
import org.g2face.ops.Ops;
import org.g2face.train.engine.Networks;
import org.g2face.train.engine.Program;
import org.g2face.train.engine.ProgramResult;
import org.g2face.train.loss.GeometryFitLoss;

/** The geometry network learns coefficients with which the morphable model fits faces. */
public record GeometryFittingStep(
    Architecture architecture, int batch, int points, GeometryFitLoss.Weights weights)
    implements Program {
  /** Faces, [batch, 3, size, size]. */
  public static final String IMAGE = "image";

  /** Where their landmarks are, [batch, 2 points], in shares of the crop. */
  public static final String LANDMARKS = "landmarks";

  /** How the heads are turned, [batch, 3], in radians; only where the pose has a weight. */
  public static final String ANGLES = "angles";

  @Override
  public String name() {
    return "geometry";
  }

  @Override
  public Map<String, long[]> inputs() {
    int size = architecture.size();
    Map<String, long[]> inputs = new LinkedHashMap<>();
    inputs.put(IMAGE, new long[] {batch, 3, size, size});
    inputs.put(LANDMARKS, new long[] {batch, 2L * points});
    if (weights.pose() > 0) {
      inputs.put(ANGLES, new long[] {batch, 3});
    }
    return inputs;
  }

  @Override
  public Set<Part> trains() {
    return Set.of(Part.GEOMETRY);
  }

  @Override
  public <T> ProgramResult<T> run(Networks<T> nets, Map<String, T> in) {
    Ops<T> ops = nets.ops();
    MorphableModel model = nets.morphable();
    Coefficients layout = model.coefficients();
    T coefficients = nets.coefficients(in.get(IMAGE), Networks.Mode.TRAINING);
    T wanted = in.get(LANDMARKS);
    T actual = model.landmarks(ops, coefficients);
    Losses<T> losses = new Losses<>(ops);
    losses.add(
        "landmarks",
        weights.landmarks(),
        () -> GeometryFitLoss.landmarks(ops, model.camera(), wanted, actual));
    losses.add(
        "pose",
        weights.pose(),
        () -> GeometryFitLoss.pose(ops, layout, in.get(ANGLES), coefficients));
    losses.add(
        "identity",
        weights.identity(),
        () -> GeometryFitLoss.squares(ops, layout.identityOnly(), coefficients));
    losses.add(
        "expression",
        weights.expression(),
        () -> GeometryFitLoss.squares(ops, layout.expressionOnly(), coefficients));
    losses.add(
        "range",
        weights.range(),
        () -> GeometryFitLoss.outsideRange(ops, layout.expressionOnly(), coefficients));
    losses.report("error", GeometryFitLoss.landmarkError(ops, model.camera(), wanted, actual));
    return losses.outcome(Map.of());
  }
}
