package org.g2face.anonymize;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.g2face.image.RgbImage;
import org.g2face.model.ModelPackage;
import org.g2face.model.Part;
import org.g2face.network.StylePrior;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxModel;
import org.g2face.onnx.OnnxSession;
import org.g2face.onnx.OnnxValue;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;
import org.g2face.tensor.Tensor;

/** Faces of nobody, drawn from the prior of a model package. */
public final class PriorFaces implements AutoCloseable {
  private static final String LATENT = "latent";
  private static final String STYLE = "style";
  private static final String FACE = "face";

  /** So many styles make a mean. */
  private static final int SAMPLES = 4096;

  private final StylePrior prior;
  private final OnnxSession mapping;
  private final OnnxSession synthesis;
  private final long seed;
  private final float[] mean;
  private final double truncation;

  /**
   * Opens the prior of a package.
   *
   * @param seed decides on the faces, together with their numbers
   * @param truncation share of a style's distance from the mean style that is kept (StyleGAN's
   *     psi): 1 for all, less for fewer kinds of faces with fewer mistakes
   * @throws org.g2face.model.ModelException if the package has no prior
   */
  public PriorFaces(ModelPackage model, long seed, double truncation, Execution execution)
      throws IOException {
    model.require("drawing faces of nobody", Part.PRIOR);
    this.prior = model.architecture().prior();
    this.seed = seed;
    this.truncation = truncation;
    var weights = model.weights(Part.PRIOR).asMap();
    OnnxModel map = new OnnxModel();
    map.output(
        STYLE,
        prior.map(
            map.ops(),
            map.weights("mapping", weights::get),
            map.input(LATENT, -1, prior.latent())));
    OnnxModel draw = new OnnxModel();
    Ops<OnnxValue> ops = draw.ops();
    Weights<OnnxValue> w = draw.weights("synthesis", weights::get);
    draw.output(FACE, prior.draw(ops, w, draw.input(STYLE, -1, prior.latent()), null));
    this.mapping = map.open(execution);
    this.synthesis = draw.open(execution);
    this.mean = truncation == 1 ? new float[prior.latent()] : meanStyle();
  }

  /**
   * Draws a face: the same for the same number, whatever others are drawn.
   *
   * @param number from 0 on
   * @return empty if the networks draw something that is no number
   */
  public Optional<RgbImage> face(long number) {
    float[] style = style(new SplittableRandom(seed ^ (number + 1) * 0x9e3779b97f4a7c15L));
    for (int i = 0; i < style.length; i++) {
      style[i] = (float) (mean[i] + truncation * (style[i] - mean[i]));
    }
    Tensor face = synthesis.run(Map.of(STYLE, Tensor.of(style, 1, style.length))).get(FACE);
    return Batch.image(face, 0);
  }

  private float[] meanStyle() {
    double[] sum = new double[prior.latent()];
    SplittableRandom random = new SplittableRandom(0);
    for (int sample = 0; sample < SAMPLES; sample++) {
      float[] style = style(random);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += style[i];
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      mean[i] = (float) (sum[i] / SAMPLES);
    }
    return mean;
  }

  private float[] style(SplittableRandom random) {
    float[] z = new float[prior.latent()];
    for (int i = 0; i < z.length; i++) {
      z[i] = (float) random.nextGaussian();
    }
    return mapping.run(Map.of(LATENT, Tensor.of(z, 1, z.length))).get(STYLE).toArray();
  }

  @Override
  public void close() {
    mapping.close();
    synthesis.close();
  }
}
