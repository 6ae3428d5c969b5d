package org.g2face.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.g2face.network.Alignment;
import org.g2face.network.Discriminator;
import org.g2face.network.FaceDiscriminator;

/** The section {@code discriminator} of an architecture, in both directions. */
final class DiscriminatorConf {
  private static final String REGIONS = "regions";

  private DiscriminatorConf() {}

  static FaceDiscriminator read(ModelConfSection settings) {
    Discriminator whole = network(settings, settings.integer("size"));
    List<FaceDiscriminator.Region> regions = new ArrayList<>();
    if (settings.has(REGIONS)) {
      settings.section(
          REGIONS,
          names -> {
            for (String name : names.keys().stream().sorted().toList()) {
              regions.add(names.section(name, section -> region(name, section)));
            }
            return regions;
          });
    }
    return new FaceDiscriminator(whole, regions);
  }

  private static FaceDiscriminator.Region region(String name, ModelConfSection settings) {
    int side = settings.integer("size");
    Alignment.Box box =
        new Alignment.Box(
            settings.number("left"),
            settings.number("top"),
            settings.number("right"),
            settings.number("bottom"),
            side,
            side);
    return new FaceDiscriminator.Region(name, box, network(settings, side));
  }

  private static Discriminator network(ModelConfSection settings, int size) {
    return new Discriminator(
        size,
        settings.section("channels", ArchitectureConf::channels),
        settings.flag(ArchitectureConf.UNSHUFFLED));
  }

  static Map<String, Object> map(FaceDiscriminator discriminator) {
    Map<String, Object> map = map(discriminator.whole());
    if (!discriminator.regions().isEmpty()) {
      Map<String, Object> regions = new LinkedHashMap<>();
      for (FaceDiscriminator.Region region : discriminator.regions()) {
        Map<String, Object> of = map(region.network());
        of.put("left", region.box().left());
        of.put("top", region.box().top());
        of.put("right", region.box().right());
        of.put("bottom", region.box().bottom());
        regions.put(region.name(), of);
      }
      map.put(REGIONS, regions);
    }
    return map;
  }

  private static Map<String, Object> map(Discriminator network) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("size", network.size());
    map.put("channels", ArchitectureConf.map(network.channels()));
    if (network.unshuffled()) {
      map.put(ArchitectureConf.UNSHUFFLED, true);
    }
    return map;
  }
}
