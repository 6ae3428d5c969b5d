package org.g2face.train.engine;

import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.g2face.model.Architecture;
import org.g2face.model.InitialWeights;
import org.g2face.model.ModelPackage;
import org.g2face.model.Part;
import org.g2face.model.weights.NamedTensors;
import org.g2face.network.Generator;
import org.g2face.network.MorphableModel;
import org.g2face.train.loss.LossWeights;

/**
 * The model that a training starts from.
 *
 * @param trained the parts that change
 * @param frozen the parts that only take part in losses, or measure
 * @param morphable or null where no loss needs it
 */
public record StartingPoint(
    Architecture architecture,
    Map<Part, NamedTensors> trained,
    Map<Part, NamedTensors> frozen,
    MorphableModel morphable) {

  public StartingPoint {
    trained = Collections.unmodifiableMap(new TreeMap<>(trained));
    frozen = Collections.unmodifiableMap(new TreeMap<>(frozen));
  }

  /**
   * Reads what the settings need from a package. A discriminator that the package lacks is drawn
   * afresh from the settings' seed.
   *
   * @throws TrainingException if a loss has a weight, but the package lacks what computes it
   */
  public static StartingPoint of(ModelPackage model, TrainSettings settings) throws IOException {
    LossWeights losses = settings.losses();
    model.require(
        "training",
        Part.GENERATOR,
        Part.STYLE_MAPPER,
        Part.DUMMY_IDENTITY,
        Part.PASSWORD_EXTRACTOR,
        Part.IDENTITY,
        Part.GEOMETRY);
    if (losses.perceptual() > 0) {
      requireFor("perceptual", model, Part.PERCEPTUAL);
    }
    if (losses.geometry()) {
      requireFor("mesh, colour and landmarks", model, Part.MORPHABLE);
    }
    Map<Part, NamedTensors> trained = new EnumMap<>(Part.class);
    for (Part part : ModelPackage.trained(model.architecture())) {
      trained.put(part, weights(model, part, settings));
    }
    Map<Part, NamedTensors> frozen = new EnumMap<>(Part.class);
    frozen.put(Part.IDENTITY, model.weights(Part.IDENTITY));
    frozen.put(Part.GEOMETRY, model.weights(Part.GEOMETRY));
    if (losses.perceptual() > 0) {
      frozen.put(Part.PERCEPTUAL, model.weights(Part.PERCEPTUAL));
    }
    return new StartingPoint(
        model.architecture(), trained, frozen, losses.geometry() ? model.morphable() : null);
  }

  /**
   * For an identity network to be trained on its own; drawn afresh from the settings' seed if the
   * package has none.
   */
  public static StartingPoint ofIdentity(ModelPackage model, TrainSettings settings)
      throws IOException {
    Part part = Part.IDENTITY;
    return new StartingPoint(
        model.architecture(), Map.of(part, weights(model, part, settings)), Map.of(), null);
  }

  /** For a geometry network to be fitted to the package's morphable model; likewise. */
  public static StartingPoint ofGeometry(ModelPackage model, TrainSettings settings)
      throws IOException {
    Part part = Part.GEOMETRY;
    if (!model.has(Part.MORPHABLE)) {
      throw new TrainingException(
          "the model package "
              + model
              + " has no morphable part to which a geometry network could be fitted; make one with"
              + " g2face model create --morphable");
    }
    return new StartingPoint(
        model.architecture(),
        Map.of(part, weights(model, part, settings)),
        Map.of(),
        model.morphable());
  }

  /** For a prior to be trained against a discriminator; likewise. */
  public static StartingPoint ofPrior(ModelPackage model, TrainSettings settings)
      throws IOException {
    if (!(model.architecture().generator() instanceof Generator)) {
      throw new TrainingException(
          "the generator of "
              + model
              + " conceals the face (architecture.encoder) and cannot start from a StyleGAN2: there"
              + " is no stage prior for it");
    }
    Map<Part, NamedTensors> trained = new EnumMap<>(Part.class);
    for (Part part : List.of(Part.PRIOR, Part.DISCRIMINATOR)) {
      trained.put(part, weights(model, part, settings));
    }
    return new StartingPoint(model.architecture(), trained, Map.of(), null);
  }

  private static NamedTensors weights(ModelPackage model, Part part, TrainSettings settings)
      throws IOException {
    return model.has(part)
        ? model.weights(part)
        : InitialWeights.of(model.architecture(), part, settings.seed());
  }

  private static void requireFor(String loss, ModelPackage model, Part part) {
    if (!model.has(part)) {
      throw new TrainingException(
          "the model package "
              + model
              + " has no "
              + part.key()
              + " part, which the loss weight for "
              + loss
              + " needs; import it, or set that weight to 0");
    }
  }
}
