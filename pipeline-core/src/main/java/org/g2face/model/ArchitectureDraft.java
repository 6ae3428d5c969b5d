package org.g2face.model;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Map;
import org.g2face.network.FaceGenerator;
import org.g2face.network.Generator;

/**
 * An architecture as a person writes it down: with the keys that {@code model.conf} has, of which
 * those that are left out follow from the others as in the published model.
 */
public final class ArchitectureDraft {
  private static final String NAME = "architecture";

  /** Tables whose keys are resolutions: one that is given is taken whole. */
  private static final List<List<String>> TABLES =
      List.of(List.of("channels"), List.of("discriminator", "channels"));

  private ArchitectureDraft() {}

  /**
   * Reads the section {@code architecture}. Only {@code size} must be there.
   *
   * <p>Networks default to the published ones; how faces are brought to them, the prior, the number
   * of styles, the extractor and the discriminator to what {@link Architecture#of} makes of them.
   *
   * @throws IllegalArgumentException naming the key and its line
   */
  public static Architecture read(ConfigObject section) {
    ConfigObject published = object(ArchitectureConf.map(Architecture.standard()));
    Architecture likely = likely(new ModelConfSection(NAME, over(section, published)), section);
    ConfigObject complete = over(section, object(ArchitectureConf.map(likely)));
    ModelConfSection root = new ModelConfSection("", complete.atKey(NAME).root());
    return root.section(NAME, ArchitectureConf::read);
  }

  /** What the networks' own numbers alone make. */
  private static Architecture likely(ModelConfSection all, ConfigObject given) {
    if (!given.containsKey("size")) {
      throw new ModelConfSection.Problem(
          "the section architecture lacks the key size: the side of the faces in pixels");
    }
    int size = all.integer("size");
    Architecture.Geometry geometry =
        Architecture.Geometry.of(ArchitectureConf.geometryNetwork(all.inside("geometry")), size);
    FaceGenerator generator =
        GeneratorConf.read(
            all,
            size,
            all.section("channels", ArchitectureConf::channels),
            all.inside("style").integer("length"),
            geometry);
    return Architecture.of(
        generator,
        Architecture.Identity.of(ArchitectureConf.identityNetwork(all.inside("identity"))),
        generator instanceof Generator ? geometry : geometry.placed(),
        all.inside("extractor").integer("width"));
  }

  private static ConfigObject over(ConfigObject given, ConfigObject defaults) {
    ConfigObject below = defaults;
    for (List<String> table : TABLES) {
      if (has(given, table)) {
        below = below.toConfig().withoutPath(String.join(".", table)).root();
      }
    }
    return given.withFallback(below);
  }

  private static boolean has(ConfigObject object, List<String> path) {
    ConfigValue value = object;
    for (String key : path) {
      value = value instanceof ConfigObject section ? section.get(key) : null;
    }
    return value != null;
  }

  private static ConfigObject object(Map<String, Object> map) {
    return ConfigValueFactory.fromMap(map);
  }
}
