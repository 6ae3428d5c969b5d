package org.g2face.train.loss;

import java.io.Serializable;

/**
 * The weights of the losses in the totals of Eqs. 22 and 23. A loss with weight 0 is not computed,
 * and what it alone needs need not be there.
 *
 * @param diversity of dummy identities
 * @param pixels the L1 half of the reconstruction loss
 * @param perceptual the LPIPS half; 0 for a model package without a perceptual network
 * @param adversarial against the discriminator
 * @param identity towards the wanted and away from the original identity
 * @param mesh squared distance of shapes, in the morphable model's unit; with colours and landmarks
 *     it makes the geometry loss; 0 for a model package without a morphable model
 * @param colour squared distance of vertex colours
 * @param landmarks squared distance of projected landmarks, in pixels
 * @param hiding of the bits in the anonymized picture
 * @param hidingAgain of the bits in the recovered picture, which Eq. 23 and the published code ask
 *     for, too, though nobody reads them; 0 leaves recovery free to restore every pixel
 * @param r1 half the weight of the squared gradient of the discriminator (gamma)
 * @param r1Every discriminator steps from one such penalty to the next, which counts as many times
 * @param inpainting for a generator that conceals the face
 */
public record LossWeights(
    double diversity,
    double pixels,
    double perceptual,
    double adversarial,
    double identity,
    double mesh,
    double colour,
    double landmarks,
    double hiding,
    double hidingAgain,
    double r1,
    int r1Every,
    Inpainting inpainting)
    implements Serializable {

  /**
   * What counts besides for a generator that conceals the face.
   *
   * @param background squared change of pixels outside of the face
   * @param light difference of the averages over the grid that stays visible
   * @param dummies match of the dummy identities' distribution with that of real ones
   * @param margin the cosine to the original from which on an anonymized face is too near
   * @param coded share of the faces that recovery is told the code of, 0 to 1
   */
  public record Inpainting(
      double background, double light, double dummies, double margin, double coded)
      implements Serializable {

    /** What the compact model is trained with. */
    public static Inpainting standard() {
      return new Inpainting(30, 1, 0.1, 0.05, 0.6);
    }
  }

  /** For the published generator. */
  public LossWeights(
      double diversity,
      double pixels,
      double perceptual,
      double adversarial,
      double identity,
      double mesh,
      double colour,
      double landmarks,
      double hiding,
      double hidingAgain,
      double r1,
      int r1Every) {
    this(
        diversity,
        pixels,
        perceptual,
        adversarial,
        identity,
        mesh,
        colour,
        landmarks,
        hiding,
        hidingAgain,
        r1,
        r1Every,
        Inpainting.standard());
  }

  /** The paper's weights, without {@code hidingAgain}; StyleGAN2's for the penalty. */
  public static LossWeights standard() {
    return new LossWeights(1, 1, 1, 1, 1, 1, 1, 0.01, 10, 0, 10, 16);
  }

  public LossWeights {
    double[] all = {
      diversity,
      pixels,
      perceptual,
      adversarial,
      identity,
      mesh,
      colour,
      landmarks,
      hiding,
      hidingAgain,
      r1
    };
    for (double weight : all) {
      if (!(weight >= 0 && Double.isFinite(weight))) {
        throw new IllegalArgumentException("a loss cannot have the weight " + weight);
      }
    }
    if (r1Every < 1) {
      throw new IllegalArgumentException("R1 cannot be due every " + r1Every + " steps");
    }
  }

  /** Whether any term of the geometry loss counts. */
  public boolean geometry() {
    return mesh + colour + landmarks > 0;
  }
}
