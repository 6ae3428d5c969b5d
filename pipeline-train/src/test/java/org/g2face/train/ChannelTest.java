package org.g2face.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.g2face.tensor.Tensor;
import org.g2face.train.channel.Channel;
import org.g2face.train.channel.ChannelSettings;
import org.g2face.train.channel.StraightThrough;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelTest {
  private static final int SIZE = 32;
  private static final List<GradientEngine> ENGINES = List.of(new TorchEngine(), new Nd4jEngine());

  private static Computation through(ChannelSettings settings, Tensor image) {
    Channel channel = new Channel(settings, SIZE);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put("image", image);
    inputs.putAll(channel.draw((int) image.shape()[0], new SplittableRandom(4)));
    return new Computation(
        inputs,
        Map.of(),
        (ops, weights, in) -> List.of(channel.forward(ops, in.get("image"), in::get)));
  }

  /** A smooth picture with some edges, on whole levels. */
  private static Tensor picture() {
    float[] values = new float[3 * SIZE * SIZE];
    for (int i = 0; i < values.length; i++) {
      int x = i % SIZE;
      int y = i / SIZE % SIZE;
      int c = i / (SIZE * SIZE);
      long level = Math.round(120 + 60 * Math.sin(x * 0.2 + c) + (y > 13 ? 40 : 0) - 2 * y);
      values[i] = (float) (level / 127.5 - 1);
    }
    return Tensor.of(values, 1, 3, SIZE, SIZE);
  }

  @Test
  void roundingGivesThe256LevelsAndKeepsTheGradient() {
    Tensor image = Tensor.of(new float[] {-1.5f, -0.999f, 0.001f, 0.9999f, 3, 0.5f}, 1, 6, 1, 1);
    Computation rounding =
        new Computation(
            Map.of("image", image),
            Map.of(),
            (ops, weights, in) -> List.of(StraightThrough.eightBits(ops, in.get("image"))));
    double[] levels = {0, 0, 128, 255, 255, 191};
    for (GradientEngine engine : ENGINES) {
      Tensor rounded = engine.outputs(rounding).get(0);
      for (int i = 0; i < levels.length; i++) {
        assertThat((double) rounded.at(i))
            .as(engine.name())
            .isCloseTo(levels[i] / 127.5 - 1, within(1e-6));
      }
      Tensor cotangent = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 6, 1, 1);
      assertThat(engine.gradients(rounding, List.of(cotangent)).inputs().get("image"))
          .isEqualTo(cotangent);
    }
  }

  @Test
  void noiseHasTheDeviationAskedFor() {
    Tensor grey = Tensor.filled(0, 4, 3, SIZE, SIZE);
    ChannelSettings noisy = new ChannelSettings(0.01, false, 0, 1, 0, 50, 95);
    Tensor sent = new TorchEngine().outputs(through(noisy, grey)).get(0);
    double square = 0;
    for (float value : sent.toArray()) {
      square += value * value;
    }
    assertThat(Math.sqrt(square / sent.count())).isCloseTo(0.01, within(5e-4));
  }

  @Test
  void bothEnginesSendPicturesAlike() {
    Tensor image = picture();
    Tensor cotangent = Extents.normal(new java.util.Random(1), 1, 3, SIZE, SIZE);
    Computation lossy = through(new ChannelSettings(0.01, false, 1, 0.75, 1, 80, 80), image);
    Tensor torch = new TorchEngine().outputs(lossy).get(0);
    Tensor nd4j = new Nd4jEngine().outputs(lossy).get(0);
    // A frequency that lies between two multiples may fall to either side.
    assertThat(Difference.relative(nd4j, torch)).isLessThan(0.1);
    assertThat(meanDifference(nd4j, torch)).isLessThan(2e-3);
    Tensor back = new TorchEngine().gradients(lossy, List.of(cotangent)).inputs().get("image");
    assertThat(
            Difference.relative(
                new Nd4jEngine().gradients(lossy, List.of(cotangent)).inputs().get("image"), back))
        .isLessThan(1e-4);
    assertThat(norm(back)).isBetween(0.3 * norm(cotangent), 1.5 * norm(cotangent));
  }

  private static double meanDifference(Tensor a, Tensor b) {
    double sum = 0;
    for (int i = 0; i < a.count(); i++) {
      sum += Math.abs(a.at(i) - b.at(i));
    }
    return sum / a.count();
  }

  private static double norm(Tensor x) {
    double square = 0;
    for (float value : x.toArray()) {
      square += value * value;
    }
    return Math.sqrt(square);
  }

  /** The Java platform's encoder scales the same tables and halves chroma, too. */
  @ParameterizedTest
  @ValueSource(ints = {50, 75, 95})
  void jpegDoesWhatAnEncoderDoes(int quality) throws IOException {
    Tensor image = picture();
    ChannelSettings jpeg = new ChannelSettings(0, true, 0, 1, 1, quality, quality);
    Tensor ours = new TorchEngine().outputs(through(jpeg, image)).get(0);
    Tensor theirs = encoded(image, quality);
    double lost = meanDifference(theirs, image);
    assertThat(meanDifference(ours, theirs)).isLessThan(0.5 * lost + 2e-3);
    assertThat(meanDifference(ours, image)).isBetween(0.5 * lost, 1.5 * lost);
  }

  private static Tensor encoded(Tensor image, int quality) throws IOException {
    BufferedImage picture = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < SIZE * SIZE; i++) {
      int rgb = 0;
      for (int c = 0; c < 3; c++) {
        rgb = rgb << 8 | Math.round((image.at(c * SIZE * SIZE + i) + 1) * 127.5f);
      }
      picture.setRGB(i % SIZE, i / SIZE, rgb);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam how = writer.getDefaultWriteParam();
    how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    how.setCompressionQuality(quality / 100f);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), how);
    } finally {
      writer.dispose();
    }
    BufferedImage opened = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
    float[] values = new float[3 * SIZE * SIZE];
    for (int i = 0; i < SIZE * SIZE; i++) {
      int rgb = opened.getRGB(i % SIZE, i / SIZE);
      for (int c = 0; c < 3; c++) {
        values[c * SIZE * SIZE + i] = (rgb >> 8 * (2 - c) & 255) / 127.5f - 1;
      }
    }
    return Tensor.of(values, 1, 3, SIZE, SIZE);
  }

  @Test
  void onlySomePicturesAreCompressed() {
    Channel channel = new Channel(new ChannelSettings(0, true, 0, 1, 0.5, 50, 95), SIZE);
    Map<String, Tensor> drawn = channel.draw(64, new SplittableRandom(1));
    assertThat(drawn).containsOnlyKeys("compressed", "tables");
    int compressed = 0;
    for (float one : drawn.get("compressed").toArray()) {
      compressed += (int) one;
    }
    assertThat(compressed).isBetween(16, 48);
  }
}
