package org.g2face.jobs.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.g2face.external.CropNetwork;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.io.HadoopFileSystems;
import org.g2face.model.Normalisation;
import org.g2face.network.Alignment;
import org.g2face.onnx.OnnxException;

/**
 * A network that another one learns from.
 *
 * @param file URI of an ONNX file; null if there is none
 * @param input name of its input
 * @param output name of what is learned from it
 * @param colours order of its channels
 * @param box left, top, right and bottom of what it sees, in shares of the face crop
 * @param width of its input, in pixels
 * @param height of its input, in pixels
 * @param mean of R, G and B, on a scale from 0 to 1
 * @param deviation of R, G and B, likewise
 */
public record TeacherOptions(
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

  public TeacherOptions {
    box = List.copyOf(box);
    if (box.size() != 4) {
      throw new IllegalArgumentException(
          "a box has a left, a top, a right and a bottom, not " + box);
    }
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    contract(input, output, colours, box, width, height, mean, deviation);
  }

  /**
   * The file's bytes.
   *
   * @throws UsageException if it cannot be read
   */
  byte[] read(Configuration hadoop) {
    try {
      Path path = new Path(file);
      try (InputStream in = HadoopFileSystems.of(path, hadoop).open(path)) {
        return in.readAllBytes();
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException("cannot read the teacher " + file + ": " + e.getMessage(), e);
    }
  }

  /** Opens what was read; what is wrong with it names the file. */
  <N> N open(Function<CropNetwork.Spec, N> network) {
    try {
      return network.apply(contract());
    } catch (OnnxException e) {
      throw new UsageException("the teacher " + file + ": " + e.getMessage(), e);
    }
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
