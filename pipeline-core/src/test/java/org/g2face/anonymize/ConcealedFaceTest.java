package org.g2face.anonymize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.g2face.image.RgbImage;
import org.g2face.model.ModelPackage;
import org.g2face.model.Packages;
import org.g2face.network.FaceRegion;
import org.g2face.network.InpaintingGenerator;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxSession;
import org.g2face.payload.Binding;
import org.g2face.payload.PayloadCodec;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a generator that conceals the face can know of it, whatever its weights. */
class ConcealedFaceTest {
  private static final Execution ONE_THREAD = Execution.onCpu(1);
  private static final int SIZE = 64;

  /** A pixel of the middle of the face, and one of the corner. */
  private static final int INSIDE = 35 * SIZE + 32;

  private static final int OUTSIDE = 3 * SIZE + 3;

  @TempDir static Path folder;
  private static ModelPackage model;

  @BeforeAll
  static void freshModel() {
    model = Packages.inpainting(folder.resolve("model"));
  }

  /** Swaps two neighbours within one cell of the grid: the cell's average stays. */
  private static float[] swapped(float[] image, int pixel) {
    float[] other = image.clone();
    for (int channel = 0; channel < 3; channel++) {
      int at = channel * SIZE * SIZE + pixel;
      other[at] = image[at + 1];
      other[at + 1] = image[at];
    }
    return other;
  }

  private static float[] noise(int count, int seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Math.tanh(random.nextGaussian());
    }
    return values;
  }

  private static Map<String, Tensor> inputs(FaceGraphs.Purpose purpose, float[] image) {
    var architecture = model.architecture();
    Map<String, Tensor> inputs = new HashMap<>();
    inputs.put(FaceGraphs.FACE, Tensor.of(image, 1, 3, SIZE, SIZE));
    inputs.put(FaceGraphs.IDENTITY, Tensor.of(noise(8, 2), 1, 8));
    int prior = architecture.geometry().prior().size();
    inputs.put(FaceGraphs.GEOMETRY, Tensor.of(noise(prior, 3), 1, prior));
    if (purpose == FaceGraphs.Purpose.ANONYMIZE) {
      inputs.put(FaceGraphs.BITS, Tensor.filled(1, 1, architecture.generator().bits()));
    } else {
      inputs.put(FaceGraphs.CODE, Tensor.filled(1, 1, architecture.code().orElseThrow().bits()));
    }
    return inputs;
  }

  private static double largestChange(FaceGraphs.Purpose purpose, float[] one, float[] other)
      throws IOException {
    try (OnnxSession session = new FaceGraphs(model).synthesis(purpose, false).open(ONE_THREAD)) {
      Tensor a = session.run(inputs(purpose, one)).get(FaceGraphs.IMAGE);
      Tensor b = session.run(inputs(purpose, other)).get(FaceGraphs.IMAGE);
      double largest = 0;
      for (int i = 0; i < a.count(); i++) {
        largest = Math.max(largest, Math.abs(a.at(i) - b.at(i)));
      }
      return largest;
    }
  }

  /** The promise: two faces of one coarse light are one face to the generator, in either stage. */
  @Test
  void seesNothingOfTheFaceButItsAverages() throws IOException {
    float[] image = noise(3 * SIZE * SIZE, 1);
    for (FaceGraphs.Purpose purpose : FaceGraphs.Purpose.values()) {
      assertThat(largestChange(purpose, image, swapped(image, INSIDE))).as("face").isLessThan(1e-4);
      assertThat(largestChange(purpose, image, swapped(image, OUTSIDE)))
          .as("surroundings")
          .isGreaterThan(0.1);
    }
  }

  @Test
  void everyPixelOfTheFaceIsConcealed() {
    FaceRegion region = ((InpaintingGenerator) model.architecture().generator()).region();
    Tensor mask = region.mask(SIZE);
    assertThat(mask.at(INSIDE)).isEqualTo(1);
    assertThat(mask.at(OUTSIDE)).isEqualTo(0);
    double share = 0;
    for (int i = 0; i < mask.count(); i++) {
      share += mask.at(i) / mask.count();
    }
    assertThat(share).isBetween(Math.PI * 0.36 * 0.46 * 0.95, Math.PI * 0.36 * 0.46 * 1.2);
  }

  /** Contrast and colour of what is drawn are those of the picture. */
  @Test
  void darkPicturesStayDarkAndGreyOnesGrey() throws IOException {
    float[] image = noise(3 * SIZE * SIZE, 1);
    float[] grey = image.clone();
    for (int i = 0; i < SIZE * SIZE; i++) {
      grey[SIZE * SIZE + i] = image[i];
      grey[2 * SIZE * SIZE + i] = image[i];
    }
    FaceGraphs.Purpose purpose = FaceGraphs.Purpose.ANONYMIZE;
    try (OnnxSession session = new FaceGraphs(model).synthesis(purpose, false).open(ONE_THREAD)) {
      Tensor made = session.run(inputs(purpose, grey)).get(FaceGraphs.IMAGE);
      double colour = 0;
      for (int i = 0; i < SIZE * SIZE; i++) {
        colour = Math.max(colour, Math.abs(made.at(i) - made.at(SIZE * SIZE + i)));
      }
      assertThat(colour).as("difference of red and green").isLessThan(0.05);
    }
  }

  /** What comes back depends on what was hidden, and on nothing else of the face. */
  @Test
  void anotherIdentityOrCodeBringsAnotherFaceBack() throws IOException {
    byte[] levels = new byte[3 * SIZE * SIZE];
    new Random(5).nextBytes(levels);
    Face face = new Face("a", RgbImage.of(SIZE, SIZE, levels));
    RgbImage right = recovered(face, noise(8, 1), noise(256, 2));
    assertThat(recovered(face, noise(8, 1), noise(256, 2))).isEqualTo(right);
    assertThat(recovered(face, noise(8, 3), noise(256, 2))).isNotEqualTo(right);
    assertThat(recovered(face, noise(8, 1), noise(256, 4))).isNotEqualTo(right);
    assertThat(recovered(face, noise(8, 1), new float[0])).isNotEqualTo(right);
  }

  private static RgbImage recovered(Face face, float[] identity, float[] code) throws IOException {
    float[] bits = new float[code.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = code[i] > 0 ? 1 : 0;
    }
    try (Recoverer recoverer =
        new Recoverer(
            model, (capacity, size) -> new Known(capacity, identity, bits), "", 1, ONE_THREAD)) {
      return ((Outcome.Done) recoverer.apply(List.of(face)).get(0)).image();
    }
  }

  /** A codec that has read a payload already. */
  private record Known(int capacity, float[] identity, float[] code) implements PayloadCodec {
    @Override
    public int identitySize() {
      return identity.length;
    }

    @Override
    public float[] encode(float[] identity, Binding binding) {
      return new float[capacity];
    }

    @Override
    public Reading decode(float[] logits, Binding binding) {
      return new Reading.Opened(identity, code, new float[capacity]);
    }
  }
}
