package org.g2face.model;

import java.util.List;
import java.util.Map;
import org.g2face.network.Channels;
import org.g2face.network.Coefficients;
import org.g2face.network.Generator;
import org.g2face.network.GeometryNet;
import org.g2face.network.IResNet;

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

  private static Architecture ofEmbedding(int coordinates) {
    Generator generator = new Generator(32, new Channels(Map.of(4, 8, 8, 8, 16, 6, 32, 4)), 12);
    IResNet identity = new IResNet(List.of(1, 1, 1, 1), 4, coordinates, 16);
    GeometryNet geometry = new GeometryNet(List.of(1, 1, 1, 1), 4, new Coefficients(5, 4, 0));
    return Architecture.of(
        generator, Architecture.Identity.of(identity), Architecture.Geometry.of(geometry, 32), 8);
  }
}
