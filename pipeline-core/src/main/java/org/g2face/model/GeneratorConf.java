package org.g2face.model;

import java.util.LinkedHashMap;
import java.util.Map;
import org.g2face.network.Channels;
import org.g2face.network.FaceCode;
import org.g2face.network.FaceGenerator;
import org.g2face.network.FaceRegion;
import org.g2face.network.Generator;
import org.g2face.network.InpaintingGenerator;
import org.g2face.network.LandmarkMap;

/**
 * The section {@code encoder} of an architecture, in both directions: whether the generator sees
 * the face. Without it the generator is the published one.
 */
final class GeneratorConf {
  private static final String ENCODER = "encoder";
  private static final String CONCEALS = "conceals";
  private static final String CODE = "code";

  private GeneratorConf() {}

  static FaceGenerator read(
      ModelConfSection settings,
      int size,
      Channels channels,
      int styleDim,
      Architecture.Geometry geometry) {
    if (!settings.has(ENCODER)) {
      return new Generator(size, channels, styleDim);
    }
    return settings.section(
        ENCODER,
        encoder -> {
          FaceRegion region = encoder.section(CONCEALS, GeneratorConf::region);
          FaceCode code =
              encoder.has(CODE)
                  ? encoder.section(
                      CODE, s -> new FaceCode(region, s.integer("channels"), s.integer("side")))
                  : null;
          int shape = geometry.network().coefficients().shape().size();
          LandmarkMap landmarks = new LandmarkMap(shape, geometry.camera());
          return new InpaintingGenerator(size, channels, styleDim, region, landmarks, code);
        });
  }

  private static FaceRegion region(ModelConfSection settings) {
    return new FaceRegion(
        settings.number("centre-x"),
        settings.number("centre-y"),
        settings.number("half-width"),
        settings.number("half-height"),
        settings.integer("grid"),
        settings.number("feather"));
  }

  static void write(FaceGenerator generator, Map<String, Object> map) {
    if (!(generator instanceof InpaintingGenerator inpainting)) {
      return;
    }
    Map<String, Object> encoder = new LinkedHashMap<>();
    FaceRegion region = inpainting.region();
    encoder.put(
        CONCEALS,
        Map.of(
            "centre-x", region.centreX(),
            "centre-y", region.centreY(),
            "half-width", region.halfWidth(),
            "half-height", region.halfHeight(),
            "grid", region.grid(),
            "feather", region.feather()));
    if (inpainting.code() != null) {
      FaceCode code = inpainting.code();
      encoder.put(CODE, Map.of("channels", code.channels(), "side", code.side()));
    }
    map.put(ENCODER, encoder);
  }
}
