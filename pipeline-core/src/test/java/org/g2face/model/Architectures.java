package org.g2face.model;

import java.util.List;
import java.util.Map;
import org.g2face.network.Alignment;
import org.g2face.network.Channels;
import org.g2face.network.Coefficients;
import org.g2face.network.Discriminator;
import org.g2face.network.FaceCode;
import org.g2face.network.FaceDiscriminator;
import org.g2face.network.FaceRegion;
import org.g2face.network.GaussianIdentity;
import org.g2face.network.Generator;
import org.g2face.network.GeometryNet;
import org.g2face.network.IResNet;
import org.g2face.network.InpaintingGenerator;
import org.g2face.network.LandmarkMap;
import org.g2face.network.Lpips;
import org.g2face.network.PayloadExtractor;
import org.g2face.network.StyleMapper;

/** Models small enough for tests. */
public final class Architectures {
  private Architectures() {}

  /** 32x32 images, some ten thousand parameters a network; hides 256 bits. */
  public static Architecture compact() {
    return ofEmbedding(8);
  }

  /** The same with 64 coordinates, which are more than the hidden bits can hold. */
  public static Architecture crowded() {
    return ofEmbedding(64);
  }

  /**
   * 64x64 images, a generator that conceals the face; hides 1,024 bits, with a code of the face of
   * 256. Everything that such a model may have.
   */
  public static Architecture inpainting() {
    GeometryNet network = new GeometryNet(List.of(1, 1, 1, 1), 4, new Coefficients(5, 4, 0));
    Architecture.Geometry geometry = Architecture.Geometry.of(network, 64).placed();
    FaceRegion region = FaceRegion.standard();
    InpaintingGenerator generator =
        new InpaintingGenerator(
            64,
            new Channels(Map.of(4, 8, 8, 8, 16, 6, 32, 4)),
            12,
            region,
            new LandmarkMap(9, geometry.camera()),
            new FaceCode(region, 4, 8));
    Channels small = new Channels(Map.of(4, 4, 8, 4, 16, 3));
    Alignment.Box mouth = new Alignment.Box(0.34, 0.6, 0.66, 0.92, 16, 16);
    return new Architecture(
        generator,
        StyleMapper.to(generator, 8, geometry.prior().size()),
        new GaussianIdentity(8),
        Architecture.Identity.of(new IResNet(List.of(1, 1, 1, 1), 4, 8, 16)),
        geometry,
        new PayloadExtractor(64, 8, true),
        new FaceDiscriminator(
            new Discriminator(64, generator.channels(), true),
            List.of(
                new FaceDiscriminator.Region("mouth", mouth, new Discriminator(16, small, false)))),
        new Lpips(Lpips.Backbone.SQUEEZENET));
  }

  private static Architecture ofEmbedding(int coordinates) {
    Generator generator = new Generator(32, new Channels(Map.of(4, 8, 8, 8, 16, 6, 32, 4)), 12);
    IResNet identity = new IResNet(List.of(1, 1, 1, 1), 4, coordinates, 16);
    GeometryNet geometry = new GeometryNet(List.of(1, 1, 1, 1), 4, new Coefficients(5, 4, 0));
    return Architecture.of(
        generator, Architecture.Identity.of(identity), Architecture.Geometry.of(geometry, 32), 8);
  }
}
