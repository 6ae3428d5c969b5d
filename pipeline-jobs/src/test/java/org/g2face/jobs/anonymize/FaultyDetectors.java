package org.g2face.jobs.anonymize;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.g2face.anonymize.Face;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.FaceTransformProvider;
import org.g2face.anonymize.Outcome;
import org.g2face.detect.Box;
import org.g2face.detect.DetectedFace;
import org.g2face.detect.FaceDetector;
import org.g2face.detect.Point;
import org.g2face.image.RgbImage;
import org.g2face.photograph.Embedder;
import org.g2face.photograph.FaceFinder;
import org.g2face.photograph.PhotographTransform;
import org.g2face.photograph.Policy;
import org.g2face.photograph.PublicationCheck;

/**
 * The real treatment of photographs between two detectors of which one does what the photograph's
 * name says. The networks paint every face black, and photographs without faces may be published.
 */
record FaultyDetectors() implements FaceTransformProvider {
  /** What a detector does, and what must become of the photograph. */
  enum Fault {
    /** One face, always at the same place. */
    NONE("published"),
    THROWS("transform_failed"),
    EXHAUSTS("transform_failed"),
    NULL("transform_failed"),
    NAN("transform_failed"),
    SCORELESS("transform_failed"),
    POINTLESS("transform_failed"),
    INSIDE_OUT("transform_failed"),
    NEGATIVE("transform_failed"),
    ENORMOUS("transform_failed"),
    /** Too small for a frame. */
    NOTHING_WIDE("transform_failed"),
    THOUSANDS("too_many_faces");

    private final String becomes;

    Fault(String becomes) {
      this.becomes = becomes;
    }

    /** {@code published}, or the reason of its quarantine. */
    String becomes() {
      return becomes;
    }

    /** The fault that the name of a photograph tells. */
    static Fault of(String name) {
      return valueOf(
          name.substring(name.indexOf('-') + 1, name.indexOf('.')).toUpperCase(Locale.ROOT));
    }
  }

  private static final Box FACE = new Box(20, 12, 40, 36);

  /** The photograph that a thread works on: detectors see no names. */
  private static final ThreadLocal<String> NAME = new ThreadLocal<>();

  @Override
  public String model() {
    return "black";
  }

  @Override
  public FaceTransform open() {
    PhotographTransform photographs =
        new PhotographTransform(
            new Black(),
            new FaceFinder(detector("first"), null, null),
            new PublicationCheck(detector("second"), levels(), 0.9),
            Optional.empty(),
            new Policy(
                Policy.NoFace.PUBLISH, "landscapes", Policy.Unsuited.PIXELATE, 8, 75, 60, 1000),
            2);
    return new FaceTransform() {
      @Override
      public int size() {
        return photographs.size();
      }

      @Override
      public boolean takesPhotographs() {
        return true;
      }

      @Override
      public List<Outcome> apply(List<Face> batch) throws Exception {
        NAME.set(batch.get(0).imageId());
        return photographs.apply(batch);
      }

      @Override
      public void close() {
        photographs.close();
      }
    };
  }

  private static FaceDetector detector(String which) {
    return new FaceDetector() {
      @Override
      public List<DetectedFace> detect(RgbImage image) {
        String name = NAME.get();
        if (name.startsWith(which)) {
          return faulty(Fault.of(name));
        }
        return which.equals("first") ? List.of(face(FACE)) : List.of();
      }

      @Override
      public void close() {}
    };
  }

  private static List<DetectedFace> faulty(Fault fault) {
    return switch (fault) {
      case NONE -> List.of(face(FACE));
      case THROWS -> throw new IllegalStateException("the detector threw");
      case EXHAUSTS -> throw new OutOfMemoryError("pretended");
      case NULL -> null;
      case NAN -> List.of(face(new Box(Double.NaN, 0, 30, 30)));
      case SCORELESS -> List.of(new DetectedFace(FACE, Double.NaN, List.of()));
      case POINTLESS ->
          List.of(
              new DetectedFace(FACE, 1, Collections.nCopies(5, new Point(Double.NaN, Double.NaN))));
      case INSIDE_OUT -> List.of(face(new Box(30, 30, 10, 10)));
      case NEGATIVE -> List.of(face(new Box(-400, -300, -200, -100)));
      case ENORMOUS -> List.of(face(new Box(-1e9, -1e9, 1e9, 1e9)));
      case NOTHING_WIDE -> List.of(face(new Box(58, 5, 58 + 1e-9, 5 + 1e-9)));
      case THOUSANDS -> {
        List<DetectedFace> faces = new ArrayList<>();
        // So small that none covers another.
        for (int i = 0; i < 64 * 48; i++) {
          double left = i % 64;
          double top = i / 64;
          faces.add(face(new Box(left, top, left + 0.5, top + 0.5)));
        }
        yield faces;
      }
    };
  }

  private static DetectedFace face(Box box) {
    return new DetectedFace(box, 1, List.of());
  }

  /** Black faces are nobody's. */
  private static Embedder levels() {
    return new Embedder() {
      @Override
      public float[] embed(RgbImage crop) {
        return crop.level(8, 9, 0) == 0 ? new float[] {1, 0} : new float[] {0, 1};
      }

      @Override
      public void close() {}
    };
  }

  private static final class Black implements FaceTransform {
    private static final int SIZE = 16;

    @Override
    public int size() {
      return SIZE;
    }

    @Override
    public List<Outcome> apply(List<Face> batch) {
      return batch.stream()
          .<Outcome>map(
              face ->
                  new Outcome.Done(
                      RgbImage.of(SIZE, SIZE, new byte[SIZE * SIZE * 3]), "nobody", Map.of()))
          .toList();
    }

    @Override
    public void close() {}
  }
}
