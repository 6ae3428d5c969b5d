package org.g2face.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.g2face.network.Alignment;
import org.g2face.tensor.Tensor;
import org.g2face.train.augment.AlignmentJitter;
import org.g2face.train.augment.DifferentiableAugmentation;

class AugmentationTest {
  private static final int SIZE = 32;

  private static Tensor run(Computation.Body body, Tensor image, Map<String, Tensor> drawn) {
    Map<String, Tensor> inputs = new LinkedHashMap<>(drawn);
    inputs.put("image", image);
    return new TorchEngine().outputs(new Computation(inputs, Map.of(), body)).get(0);
  }

  private static Tensor ramp(int batch) {
    float[] values = new float[batch * 3 * SIZE * SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i % SIZE) / (float) SIZE - 0.5f;
    }
    return Tensor.of(values, batch, 3, SIZE, SIZE);
  }

  /** What is drawn has the shapes that are promised, and the same draws give the same picture. */
  @Property(tries = 20)
  void variesWithinItsBounds(@ForAll long seed) {
    DifferentiableAugmentation augmentation = new DifferentiableAugmentation(SIZE);
    Map<String, Tensor> drawn = augmentation.draw(2, new Random(seed));
    assertThat(drawn.keySet()).isEqualTo(augmentation.inputs(2).keySet());
    augmentation
        .inputs(2)
        .forEach((name, shape) -> assertThat(drawn.get(name).shape()).as(name).isEqualTo(shape));
    Tensor seen =
        run(
            (ops, w, in) -> List.of(augmentation.forward(ops, in.get("image"), in::get)),
            ramp(2),
            drawn);
    for (float value : seen.toArray()) {
      assertThat(value).isBetween(-1.2f, 1.2f);
    }
  }

  /** A recogniser's jittered view stays near the view that it is trained for. */
  @Property(tries = 20)
  void jitterStaysNearTheAlignment(@ForAll long seed) {
    Alignment box = new Alignment.Box(0.1, 0.1, 0.9, 0.9, 16, 16);
    AlignmentJitter jitter = new AlignmentJitter(box, SIZE);
    Map<String, Tensor> drawn = jitter.draw(1, new Random(seed));
    float[] rows = drawn.get("rows").toArray();
    for (int row = 0; row < 16; row++) {
      double sum = 0;
      double centre = 0;
      for (int i = 0; i < SIZE; i++) {
        sum += rows[row * SIZE + i];
        centre += rows[row * SIZE + i] * (i + 0.5) / SIZE;
      }
      double wanted = 0.1 + 0.8 * (row + 0.5) / 16;
      assertThat(sum).isBetween(0.999, 1.001);
      assertThat(centre).isBetween(wanted - 0.07, wanted + 0.07);
    }
    Tensor seen =
        run((ops, w, in) -> List.of(jitter.forward(ops, in.get("image"), in::get)), ramp(1), drawn);
    assertThat(seen.shape()).containsExactly(1, 3, 16, 16);
  }
}
