package org.g2face.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.g2face.ops.Init;
import org.g2face.ops.WeightSpec;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.Test;

class NamedTensorsTest {

  @Test
  void keepsItsOrderAndLooksIntoScopes() {
    Map<String, Tensor> source = new LinkedHashMap<>();
    source.put("b.w", Tensor.scalar(1));
    source.put("a", Tensor.scalar(2));
    source.put("b.c.w", Tensor.scalar(3));
    NamedTensors tensors = NamedTensors.of(source);
    source.clear();
    assertThat(tensors.names()).containsExactly("b.w", "a", "b.c.w");
    assertThat(tensors.at("b").names()).containsExactly("w", "c.w");
    assertThat(tensors.at("b").at("c").get("w")).isEqualTo(Tensor.scalar(3));
    assertThatThrownBy(() -> tensors.get("nowhere")).hasMessageContaining("nowhere");
    assertThatThrownBy(() -> tensors.asMap().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void reportsEveryDifferenceAtOnce() {
    NamedTensors tensors =
        NamedTensors.of(
            Map.of(
                "good",
                Tensor.filled(0, 2),
                "wide",
                Tensor.filled(0, 2, 3),
                "new",
                Tensor.scalar(0)));
    WeightCheck check =
        tensors.check(List.of(spec("good", 2), spec("wide", 3, 2), spec("gone", 1)));
    assertThat(check.fits()).isFalse();
    assertThat(check.missing()).containsExactly("gone");
    assertThat(check.extra()).containsExactly("new");
    assertThat(check.describe())
        .isEqualTo("1 missing: gone; 1 extra: new; 1 misshapen: wide is [2, 3] instead of [3, 2]");
    assertThat(tensors.at("nothing").check(List.of()).fits()).isTrue();
  }

  @Test
  void longReportsAreCutShort() {
    List<WeightSpec> many = IntStream.range(0, 100).mapToObj(i -> spec("w" + i, 1)).toList();
    WeightCheck check = NamedTensors.of(Map.of()).check(many);
    assertThat(check.missing()).hasSize(100);
    assertThat(check.describe()).startsWith("100 missing: w0, w1").endsWith("and 88 more");
  }

  private static WeightSpec spec(String name, long... shape) {
    return new WeightSpec(name, true, Init.zeros(), shape);
  }
}
