package org.g2face.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.g2face.image.RgbImage;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Outputs of the networks, made by hand: one face, and one that is the same again. */
class GridDetectorsTest {
  /** 1280 x 960: two pixels for one of the square. */
  private final Letterbox letterbox =
      Letterbox.of(RgbImage.of(1280, 960, new byte[1280 * 960 * 3]));

  private static Tensor zeros(int rows, int values) {
    return Tensor.filled(0, 1, rows, values);
  }

  private static Tensor with(int rows, int values, int row, float... numbers) {
    float[] all = new float[rows * values];
    System.arraycopy(numbers, 0, all, row * values, numbers.length);
    return Tensor.of(all, 1, rows, values);
  }

  @Test
  void yuNetGivesCentreLogarithmAndPoints() {
    Map<String, Tensor> found = new HashMap<>();
    for (int stride : Letterbox.STRIDES) {
      int cells = Letterbox.cells(stride);
      found.put("cls_" + stride, zeros(cells, 1));
      found.put("obj_" + stride, zeros(cells, 1));
      found.put("bbox_" + stride, zeros(cells, 4));
      found.put("kps_" + stride, zeros(cells, 10));
    }
    // Cell (5, 3) of 40 x 40; its corner is at (80, 48) of the square.
    int cell = 3 * 40 + 5;
    float size = (float) Math.log(4);
    found.put("cls_16", with(1600, 1, cell, 0.81f));
    found.put("obj_16", with(1600, 1, cell, 1.5f));
    found.put("bbox_16", with(1600, 4, cell, 0.5f, 1, size, size));
    found.put("kps_16", with(1600, 10, cell, 0, 1, 2, 1, 1, 2, 0, 3, 2, 3));

    List<DetectedFace> faces = YuNet.decode(found, letterbox, 0.6);
    assertThat(faces).hasSize(1);
    assertThat(faces.get(0).score()).isCloseTo(0.9, within(1e-6));
    assertThat(faces.get(0).box().left()).isCloseTo(2 * (80 + 8 - 32), within(1e-3));
    assertThat(faces.get(0).box().bottom()).isCloseTo(2 * (48 + 16 + 32), within(1e-3));
    assertThat(faces.get(0).points().get(1)).isEqualTo(new Point(2 * 112, 2 * 64));

    // A face is seen, and where it is cannot be told: that is not "no face".
    for (float nonsense : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 1000}) {
      found.put("bbox_16", with(1600, 4, cell, 0.5f, 1, nonsense, size));
      assertThatThrownBy(() -> YuNet.decode(found, letterbox, 0.6))
          .hasMessageContaining("no numbers");
    }
    found.put("bbox_16", with(1600, 4, cell, 0.5f, 1, size, size));
    found.put("kps_16", with(1600, 10, cell, 0, Float.NaN));
    assertThatThrownBy(() -> YuNet.decode(found, letterbox, 0.6))
        .hasMessageContaining("no numbers");

    found.put("cls_32", with(400, 1, 7, Float.NaN));
    assertThatThrownBy(() -> YuNet.decode(found, letterbox, 0.6))
        .hasMessageContaining("no numbers");
  }

  @Test
  void scrfdGivesDistancesFromTheCorner() {
    Map<String, Tensor> found = new HashMap<>();
    for (int stride : Letterbox.STRIDES) {
      int anchors = 2 * Letterbox.cells(stride);
      found.put("a" + stride, zeros(anchors, 1));
      found.put("b" + stride, zeros(anchors, 4));
      found.put("c" + stride, zeros(anchors, 10));
    }
    // The second anchor of cell (5, 3) of 20 x 20, whose corner is at (160, 96), and the first.
    int anchor = 2 * (3 * 20 + 5) + 1;
    float[] scores = new float[800];
    scores[anchor] = 0.8f;
    scores[anchor - 1] = 0.7f;
    float[] boxes = new float[3200];
    Arrays.fill(boxes, 4 * anchor - 4, 4 * anchor + 4, 1);
    found.put("a32", Tensor.of(scores, 800, 1));
    found.put("b32", Tensor.of(boxes, 800, 4));
    found.put("c32", with(800, 10, anchor, 1, 0, 0, 1));

    List<DetectedFace> faces = Scrfd.decode(found, letterbox, 0.5);
    assertThat(faces).hasSize(1);
    assertThat(faces.get(0).score()).isCloseTo(0.8, within(1e-6));
    assertThat(faces.get(0).box()).isEqualTo(new Box(256, 128, 384, 256));
    assertThat(faces.get(0).points().get(0)).isEqualTo(new Point(2 * 192, 2 * 96));

    boxes[4 * anchor] = -3;
    found.put("b32", Tensor.of(boxes, 800, 4));
    assertThatThrownBy(() -> Scrfd.decode(found, letterbox, 0.5))
        .hasMessageContaining("inside out");

    found.remove("b16");
    assertThatThrownBy(() -> Scrfd.decode(found, letterbox, 0.5))
        .hasMessageContaining("no output of 3200 x 4 numbers");
  }
}
