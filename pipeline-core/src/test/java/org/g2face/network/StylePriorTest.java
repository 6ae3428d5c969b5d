package org.g2face.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.g2face.model.Architecture;
import org.g2face.model.Architectures;
import org.g2face.model.Part;
import org.g2face.ops.CostOps;
import org.g2face.ops.WeightSpec;
import org.junit.jupiter.api.Test;

class StylePriorTest {
  /** What a generator has besides StyleGAN2's synthesis. */
  private static final Set<String> OWN = Set.of("pyramid", "fusion_mask", "hiding_injects");

  @Test
  void itsSynthesisIsTheGeneratorsPartOfStyleGan2() {
    for (Architecture architecture : Set.of(Architectures.compact(), Architecture.standard())) {
      Map<String, String> generator = shapes(architecture, Part.GENERATOR);
      generator.keySet().removeIf(name -> OWN.contains(name.split("\\.", 2)[0]));
      Map<String, String> prior = shapes(architecture, Part.PRIOR);
      prior.keySet().removeIf(name -> !StylePrior.shared(name));

      assertThat(prior).isEqualTo(generator);
    }
  }

  @Test
  void randomNumbersBecomeStylesAndStylesFaces() {
    StylePrior prior = Architectures.compact().prior();
    CostOps.of(
        (ops, w) -> {
          long[] style = prior.map(ops, w, new long[] {-1, 12});
          assertThat(style).containsExactly(-1, 12);
          assertThat(prior.draw(ops, w, style, null)).containsExactly(-1, 3, 32, 32);
        });
    // StyleGAN2's mapping: eight layers.
    assertThat(shapes(Architectures.compact(), Part.PRIOR).keySet())
        .filteredOn(name -> !StylePrior.shared(name))
        .hasSize(16)
        .contains("style.0.weight", "style.7.bias");
  }

  private static Map<String, String> shapes(Architecture architecture, Part part) {
    Map<String, String> shapes = new TreeMap<>();
    for (WeightSpec spec : part.weights(architecture)) {
      shapes.put(spec.name(), spec.toString());
    }
    return shapes;
  }
}
