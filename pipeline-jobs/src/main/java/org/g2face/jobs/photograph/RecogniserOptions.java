package org.g2face.jobs.photograph;

import java.io.Serializable;
import java.util.List;
import org.g2face.builtin.BuiltinNetwork;
import org.g2face.builtin.FaceRecogniser;
import org.g2face.external.CropNetwork;
import org.g2face.model.Normalisation;
import org.g2face.network.Alignment;

/**
 * A recogniser that judges whether a new face is still the old one.
 *
 * @param file URI of an ONNX file; {@code builtin:...}, for which the rest is of no matter; null
 *     for the model package's own identity network
 * @param input name of its input
 * @param output name of its embeddings
 * @param colours order of its channels
 * @param box left, top, right and bottom of what it sees, in shares of the face crop
 * @param width of its input, in pixels
 * @param height of its input, in pixels
 * @param mean of R, G and B, on a scale from 0 to 1
 * @param deviation of R, G and B, likewise
 */
public record RecogniserOptions(
    String file,
    String input,
    String output,
    CropNetwork.Colours colours,
    List<Double> box,
    int width,
    int height,
    List<Double> mean,
    List<Double> deviation)
    implements Serializable {

  /** Of recognisers whose embeddings of two people are about at right angles. */
  private static final double COSINE = 0.3;

  private static final double BUILTIN_COSINE = FaceRecogniser.SAME_PERSON;

  public RecogniserOptions {
    box = List.copyOf(box);
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (box.size() != 4) {
      throw new IllegalArgumentException(
          "a box has a left, a top, a right and a bottom, not " + box);
    }
    contract(input, output, colours, box, width, height, mean, deviation);
  }

  /** Below it a new face is somebody else to the recogniser. */
  double usualCosine() {
    return file != null && BuiltinNetwork.RECOGNISER.isNamed(file) ? BUILTIN_COSINE : COSINE;
  }

  CropNetwork.Spec contract() {
    return contract(input, output, colours, box, width, height, mean, deviation);
  }

  private static CropNetwork.Spec contract(
      String input,
      String output,
      CropNetwork.Colours colours,
      List<Double> box,
      int width,
      int height,
      List<Double> mean,
      List<Double> deviation) {
    return new CropNetwork.Spec(
        input,
        output,
        new Alignment.Box(box.get(0), box.get(1), box.get(2), box.get(3), height, width),
        new Normalisation(mean, deviation),
        colours);
  }
}
