package org.g2face.model;

import java.util.List;
import java.util.Optional;
import org.g2face.network.Alignment;
import org.g2face.network.Camera;
import org.g2face.network.Channels;
import org.g2face.network.Coefficients;
import org.g2face.network.Discriminator;
import org.g2face.network.DummyIdentity;
import org.g2face.network.FaceCode;
import org.g2face.network.FaceDiscriminator;
import org.g2face.network.FaceGenerator;
import org.g2face.network.Generator;
import org.g2face.network.GeometryNet;
import org.g2face.network.GeometryPrior;
import org.g2face.network.IResNet;
import org.g2face.network.IdentityNetwork;
import org.g2face.network.IdentitySampler;
import org.g2face.network.InpaintingGenerator;
import org.g2face.network.Lpips;
import org.g2face.network.PayloadExtractor;
import org.g2face.network.Phase;
import org.g2face.network.StyleMapper;
import org.g2face.network.StylePrior;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * The architecture of a model: how its networks are built and fit together. A smaller or larger
 * model is another value of this record and nothing else.
 *
 * @param generator its size is the model's: the side of the faces it takes and makes
 * @param mapper identity and geometry to styles
 * @param dummy where synthetic identities come from, which stand in for the identity network's
 * @param identity who a face is
 * @param geometry how a face is shaped and posed
 * @param extractor reads hidden bits
 * @param discriminator for training; may look at another size than the generator makes
 * @param perceptual for training and measuring
 */
public record Architecture(
    FaceGenerator generator,
    StyleMapper mapper,
    IdentitySampler dummy,
    Identity identity,
    Geometry geometry,
    PayloadExtractor extractor,
    FaceDiscriminator discriminator,
    Lpips perceptual) {

  /**
   * The identity network and the way to its input.
   *
   * @param alignment from the face crop to the network's input
   */
  public record Identity(
      IdentityNetwork network, Alignment alignment, Normalisation normalisation) {

    public Identity {
      int side = network.inputSize();
      if (alignment.height() != side || alignment.width() != side) {
        throw new IllegalArgumentException(
            "the identity network takes images of side "
                + side
                + ", but its alignment makes "
                + alignment.height()
                + " x "
                + alignment.width());
      }
    }

    /**
     * Embeds faces.
     *
     * @param image [batch, 3, size, size], RGB in [-1, 1]
     * @return [batch, embedding], not normalised
     */
    public <T> T embed(Ops<T> ops, Weights<T> w, T image) {
      return embed(ops, w, image, Phase.inference());
    }

    /** Embeds faces, in training with the batch's own statistics. */
    public <T> T embed(Ops<T> ops, Weights<T> w, T image, Phase<T> phase) {
      T aligned = alignment.forward(ops, image);
      return network.forward(ops, w, normalisation.forward(ops, aligned), phase);
    }

    /** ArcFace's IResNet-50, fed as the authors feed it. */
    public static Identity standard() {
      return of(new IResNet(IResNet.layers(50), 64, 512, 112));
    }

    /** Another network of the family, fed as the authors feed theirs. */
    public static Identity of(IdentityNetwork network) {
      int side = network.inputSize();
      return new Identity(network, new Alignment.Nearest(side, side), Normalisation.symmetric());
    }
  }

  /**
   * The geometry network, the way to its input, and what is made of its output.
   *
   * @param prior which coefficients the mapper is told
   * @param alignment from the face crop to the network's input
   * @param camera of the morphable model
   */
  public record Geometry(
      GeometryNet network,
      GeometryPrior prior,
      Alignment alignment,
      Normalisation normalisation,
      Camera camera) {

    public Geometry {
      int total = network.coefficients().total();
      if (prior.ranges().stream().anyMatch(range -> range.to() > total)) {
        throw new IllegalArgumentException(
            "the geometry prior " + prior.ranges() + " reaches beyond " + total + " coefficients");
      }
    }

    /**
     * Estimates the coefficients of faces.
     *
     * @param image [batch, 3, size, size], RGB in [-1, 1]
     * @return [batch, all coefficients]
     */
    public <T> T estimate(Ops<T> ops, Weights<T> w, T image) {
      return estimate(ops, w, image, Phase.inference());
    }

    /** Estimates the coefficients of faces, in training with the batch's own statistics. */
    public <T> T estimate(Ops<T> ops, Weights<T> w, T image, Phase<T> phase) {
      T aligned = alignment.forward(ops, image);
      return network.forward(ops, w, normalisation.forward(ops, aligned), phase);
    }

    /** The same, with a prior of shape, angles and translation: where everything is in the crop. */
    public Geometry placed() {
      Coefficients all = network.coefficients();
      GeometryPrior whole =
          new GeometryPrior(List.of(all.shape(), all.angles(), all.translation()));
      return new Geometry(network, whole, alignment, normalisation, camera);
    }

    /** Deep3DFaceRecon's ResNet-50, fed with the crop as it is. */
    public static Geometry standard(int size) {
      return of(GeometryNet.standard(), size);
    }

    /** Another network of the family, fed with the crop as it is. */
    public static Geometry of(GeometryNet network, int size) {
      return new Geometry(
          network,
          network.coefficients().prior(),
          new Alignment.Nearest(size, size),
          Normalisation.unit(),
          Camera.standard());
    }
  }

  public Architecture {
    int size = generator.size();
    agree("the extractor's image side", extractor.size(), "the generator's", size);
    agree("the mapper's style length", mapper.styleDim(), "the generator's", generator.styleDim());
    agree("the mapper's styles", mapper.styles(), "the generator's", generator.styles());
    int embedding = identity.network().embedding();
    agree("the mapper's identity length", mapper.identity(), "the embedding's", embedding);
    agree("the dummy identity's length", dummy.size(), "the embedding's", embedding);
    int prior = geometry.prior().size();
    agree("the mapper's geometry length", mapper.geometry(), "the prior's", prior);
    if (generator instanceof InpaintingGenerator inpainting) {
      int needed = inpainting.landmarks().prior();
      agree("the geometry prior", prior, "the landmark maps take", needed);
    }
  }

  /** With the published ways to invent identities and to judge faces. */
  public Architecture(
      FaceGenerator generator,
      StyleMapper mapper,
      Identity identity,
      Geometry geometry,
      PayloadExtractor extractor,
      Discriminator discriminator,
      Lpips perceptual) {
    this(
        generator,
        mapper,
        new DummyIdentity(identity.network().embedding()),
        identity,
        geometry,
        extractor,
        FaceDiscriminator.of(discriminator),
        perceptual);
  }

  private static void agree(String what, int value, String whose, int wanted) {
    if (value != wanted) {
      throw new IllegalArgumentException(what + " is " + value + ", but " + whose + " " + wanted);
    }
  }

  /** The published model for images of 256x256. */
  public static Architecture standard() {
    Generator generator = new Generator(256, Channels.standard(), 512);
    return of(generator, Identity.standard(), Geometry.standard(256), 128);
  }

  /** Everything else follows from these parts in the authors' way. */
  public static Architecture of(
      FaceGenerator generator, Identity identity, Geometry geometry, int extractorWidth) {
    boolean unshuffled = generator.resolution() < generator.size();
    return new Architecture(
        generator,
        StyleMapper.to(generator, identity.network().embedding(), geometry.prior().size()),
        identity,
        geometry,
        new PayloadExtractor(generator.size(), extractorWidth, unshuffled),
        new Discriminator(generator.size(), generator.channels(), unshuffled),
        new Lpips(Lpips.Backbone.VGG16));
  }

  /** The side of the faces that the model takes and makes. */
  public int size() {
    return generator.size();
  }

  /**
   * Draws faces that the generator could have drawn, if it had nobody to look at.
   *
   * @throws IllegalArgumentException for a generator that is no StyleGAN2 with a face's features
   */
  public StylePrior prior() {
    if (generator instanceof Generator published) {
      return new StylePrior(published);
    }
    throw new IllegalArgumentException(
        "a model whose generator conceals the face has no StyleGAN2 prior");
  }

  /** The learned code of the face that recovery is told, if the model has one. */
  public Optional<FaceCode> code() {
    return generator instanceof InpaintingGenerator inpainting
        ? Optional.ofNullable(inpainting.code())
        : Optional.empty();
  }
}
