package org.g2face.network;

import java.util.ArrayList;
import java.util.List;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * A discriminator of whole faces, with smaller ones that look at fixed boxes of the aligned crop:
 * each eye, the mouth.
 *
 * @param whole judges the crop
 * @param regions judge parts of it; none in the published model
 */
public record FaceDiscriminator(Discriminator whole, List<Region> regions) {

  public FaceDiscriminator {
    regions = List.copyOf(regions);
    for (Region region : regions) {
      int side = region.network().size();
      if (region.box().height() != side || region.box().width() != side) {
        throw new IllegalArgumentException(
            "the discriminator of the region " + region.name() + " takes a side of " + side);
      }
    }
  }

  /**
   * A part of the crop and who judges it.
   *
   * @param name of its weights
   * @param box where it is
   */
  public record Region(String name, Alignment.Box box, Discriminator network) {}

  /** A discriminator of whole faces alone. */
  public static FaceDiscriminator of(Discriminator whole) {
    return new FaceDiscriminator(whole, List.of());
  }

  /** The side of the image. */
  public int size() {
    return whole.size();
  }

  /**
   * Judges images.
   *
   * @param image [batch, 3, size, size], RGB in [-1, 1]; see {@link Discriminator#forward}
   * @return [batch, 1 + regions]: the larger, the more it takes the image for a real one
   */
  public <T> T forward(Ops<T> ops, Weights<T> w, T image) {
    List<T> judgements = new ArrayList<>();
    judgements.add(whole.forward(ops, w, image));
    for (Region region : regions) {
      T part = region.box().forward(ops, image);
      judgements.add(region.network().forward(ops, weights(w, region), part));
    }
    return judgements.size() == 1 ? judgements.get(0) : ops.concat(1, judgements);
  }

  /**
   * The gradient of the sum of all judgements by the image, as a network that can be differentiated
   * once more; see {@link DiscriminatorGradient}.
   */
  public <T> T gradient(Ops<T> ops, Weights<T> w, T image) {
    T sum = new DiscriminatorGradient(whole).forward(ops, w, image);
    for (Region region : regions) {
      Alignment.Box box = region.box();
      T part = box.forward(ops, image);
      T of = new DiscriminatorGradient(region.network()).forward(ops, weights(w, region), part);
      T spread = ops.resample(of, box.rows(size()).transposed(), box.columns(size()).transposed());
      sum = ops.add(sum, spread);
    }
    return sum;
  }

  private static <T> Weights<T> weights(Weights<T> w, Region region) {
    return w.at("regions." + region.name());
  }
}
