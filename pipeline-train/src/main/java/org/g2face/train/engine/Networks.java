package org.g2face.train.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.g2face.model.Architecture;
import org.g2face.model.Part;
import org.g2face.network.Alignment;
import org.g2face.network.FaceCode;
import org.g2face.network.FaceGenerator;
import org.g2face.network.MorphableModel;
import org.g2face.network.Phase;
import org.g2face.network.StylePrior;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * The networks of a model on one engine, for one run of one program.
 *
 * @param <T> a value of the engine
 */
public final class Networks<T> {
  private final Ops<T> ops;
  private final Architecture architecture;
  private final MorphableModel morphable;
  private final Function<Part, Weights<T>> weights;
  private final JudgementGradient<T> judgementGradient;
  private final Map<Part, Map<String, T>> running = new LinkedHashMap<>();

  /** An engine's way to a gradient that can itself be differentiated. */
  @FunctionalInterface
  public interface JudgementGradient<T> {

    /** The gradient of the sum of {@code nets.judge(image)} by the image. */
    T of(Networks<T> nets, T image);
  }

  /**
   * @param morphable or null if the model has none
   * @param weights of each part that is used
   */
  public Networks(
      Ops<T> ops,
      Architecture architecture,
      MorphableModel morphable,
      Function<Part, Weights<T>> weights,
      JudgementGradient<T> judgementGradient) {
    this.ops = ops;
    this.architecture = architecture;
    this.morphable = morphable;
    this.weights = weights;
    this.judgementGradient = judgementGradient;
  }

  public Ops<T> ops() {
    return ops;
  }

  public MorphableModel morphable() {
    return morphable;
  }

  /** Statistics as they are, or those of the batch, which move the running ones. */
  public enum Mode {
    INFERENCE,
    TRAINING
  }

  /** The running statistics that have moved, by part and full name. */
  public Map<Part, Map<String, T>> running() {
    return Collections.unmodifiableMap(running);
  }

  /** Identity embeddings of images, [batch, embedding]. */
  public T identity(T image) {
    return architecture.identity().embed(ops, weights.apply(Part.IDENTITY), image);
  }

  /** Identity embeddings of images by a network that may be in training, [batch, embedding]. */
  public T identity(T image, Mode mode) {
    Part part = Part.IDENTITY;
    return architecture.identity().embed(ops, weights.apply(part), image, phase(part, mode));
  }

  /** Morphable model coefficients of images, [batch, coefficients]. */
  public T coefficients(T image) {
    return architecture.geometry().estimate(ops, weights.apply(Part.GEOMETRY), image);
  }

  /** Coefficients of images by a network that may be in training, [batch, coefficients]. */
  public T coefficients(T image, Mode mode) {
    Part part = Part.GEOMETRY;
    return architecture.geometry().estimate(ops, weights.apply(part), image, phase(part, mode));
  }

  /** Invented identities from standard normal z, [batch, embedding]. */
  public T dummy(T z, Mode mode) {
    Part part = Part.DUMMY_IDENTITY;
    return architecture.dummy().forward(ops, weights.apply(part), z, phase(part, mode));
  }

  /**
   * Draws faces.
   *
   * @param noise maps of the generator, or null for none
   */
  public T generate(T image, T identity, T coefficients, T bits, List<T> noise) {
    return generate(image, identity, coefficients, bits, null, noise);
  }

  /**
   * Draws faces.
   *
   * @param bits to hide; null for none
   * @param code of the face, -1 or 1 each, 0 for none; null for none at all
   * @param noise maps of the generator, or null for none
   */
  public T generate(T image, T identity, T coefficients, T bits, T code, List<T> noise) {
    T prior = architecture.geometry().prior().forward(ops, coefficients);
    T styles =
        architecture.mapper().forward(ops, weights.apply(Part.STYLE_MAPPER), identity, prior);
    Weights<T> w = weights.apply(Part.GENERATOR);
    return architecture
        .generator()
        .forward(ops, w, new FaceGenerator.Input<>(image, styles, prior, bits, code, noise));
  }

  /** Logits of the codes of faces, [batch, bits of the code]. */
  public T code(T image) {
    FaceCode code = architecture.code().orElseThrow();
    return code.encode(ops, weights.apply(Part.FACE_CODE), image);
  }

  /** Embeddings of aligned and not yet normalised images, [batch, embedding]. */
  public T identityOfAligned(T aligned) {
    Architecture.Identity identity = architecture.identity();
    T input = identity.normalisation().forward(ops, aligned);
    return identity.network().forward(ops, weights.apply(Part.IDENTITY), input);
  }

  /** The weights of the source of dummy identities. */
  public Weights<T> dummyWeights() {
    return weights.apply(Part.DUMMY_IDENTITY);
  }

  /**
   * Faces of nobody, from standard normal z.
   *
   * @param noise maps of the prior, or null for none
   */
  public T invent(T z, List<T> noise) {
    Weights<T> w = weights.apply(Part.PRIOR);
    StylePrior prior = architecture.prior();
    return prior.draw(ops, w, prior.map(ops, w, z), noise);
  }

  /** Logits of the hidden bits, [batch, bits]. */
  public T read(T image, Mode mode) {
    Part part = Part.PASSWORD_EXTRACTOR;
    return architecture.extractor().forward(ops, weights.apply(part), image, phase(part, mode));
  }

  /** The discriminator's judgements, [batch, 1 + regions]. */
  public T judge(T image) {
    return architecture.discriminator().forward(ops, weights.apply(Part.DISCRIMINATOR), image);
  }

  /** The image at the size that the discriminator looks at. */
  public T forJudgement(T image) {
    int side = architecture.discriminator().size();
    return side == architecture.size()
        ? image
        : Alignment.Box.whole(side, side).forward(ops, image);
  }

  /** The gradient of the sum of the judgements by the image; it can be differentiated again. */
  public T judgementGradient(T image) {
    return judgementGradient.of(this, image);
  }

  /** The discriminator's weights. */
  public Weights<T> judge() {
    return weights.apply(Part.DISCRIMINATOR);
  }

  public Weights<T> perceptual() {
    return weights.apply(Part.PERCEPTUAL);
  }

  private Phase<T> phase(Part part, Mode mode) {
    if (mode == Mode.INFERENCE) {
      return Phase.inference();
    }
    Map<String, T> moved = running.computeIfAbsent(part, key -> new LinkedHashMap<>());
    return Phase.training(moved::put);
  }
}
