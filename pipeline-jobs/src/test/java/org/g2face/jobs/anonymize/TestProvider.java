package org.g2face.jobs.anonymize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.g2face.anonymize.Face;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.FaceTransformProvider;
import org.g2face.anonymize.Outcome;
import org.g2face.image.RgbImage;

/**
 * Inverts every level. Faces whose ids contain {@code throw}, {@code memory} or {@code refuse} make
 * it do that.
 *
 * @param unloadable whether the networks cannot be loaded
 */
public record TestProvider(boolean unloadable) implements FaceTransformProvider {
  /** Networks that load. */
  public TestProvider() {
    this(false);
  }

  @Override
  public String model() {
    return "inverter";
  }

  @Override
  public FaceTransform open() {
    if (unloadable) {
      throw new IllegalStateException("the weights are damaged");
    }
    return new Inverter();
  }

  private static final class Inverter implements FaceTransform {
    private volatile boolean closed;

    @Override
    public int size() {
      return 16;
    }

    @Override
    public List<Outcome> apply(List<Face> batch) {
      if (closed) {
        throw new IllegalStateException("closed");
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (Face face : batch) {
        if (face.imageId().contains("throw")) {
          throw new ArithmeticException("not a number");
        }
        if (face.imageId().contains("memory")) {
          throw new OutOfMemoryError("pretended");
        }
        outcomes.add(
            face.imageId().contains("refuse")
                ? new Outcome.Failed("not_finite", "a level is not finite")
                : new Outcome.Done(
                    invert(face.image()), "dummy of " + face.imageId(), Map.of("a_check", 0.25)));
      }
      return outcomes;
    }

    private static RgbImage invert(RgbImage image) {
      byte[] levels = image.toBytes();
      for (int i = 0; i < levels.length; i++) {
        levels[i] = (byte) ~levels[i];
      }
      return RgbImage.of(image.width(), image.height(), levels);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
