package org.g2face.photograph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.g2face.anonymize.Face;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.Outcome;
import org.g2face.detect.Box;
import org.g2face.detect.DetectedFace;
import org.g2face.detect.FaceDetector;
import org.g2face.image.RgbImage;

/** Detectors, networks and judges that do what a test says. */
final class Fakes {
  static final int SIZE = 64;

  private Fakes() {}

  static RgbImage flat(int width, int height, int level) {
    byte[] levels = new byte[width * height * 3];
    Arrays.fill(levels, (byte) level);
    return RgbImage.of(width, height, levels);
  }

  static FaceDetector detector(Function<RgbImage, List<DetectedFace>> faces) {
    return new FaceDetector() {
      @Override
      public List<DetectedFace> detect(RgbImage image) {
        return faces.apply(image);
      }

      @Override
      public void close() {}
    };
  }

  static FaceDetector at(Box... boxes) {
    List<DetectedFace> faces =
        Arrays.stream(boxes).map(box -> new DetectedFace(box, 1, List.of())).toList();
    return detector(image -> faces);
  }

  /** Remembers the ids and the crops of the faces it is given. */
  static final class Networks implements FaceTransform {
    final List<String> ids = new ArrayList<>();
    final List<RgbImage> crops = new ArrayList<>();
    private final Function<Face, Outcome> draw;

    Networks(Function<Face, Outcome> draw) {
      this.draw = draw;
    }

    /** Networks that draw a face of one level. */
    static Networks flat(int level) {
      return new Networks(face -> done(Fakes.flat(SIZE, SIZE, level), face.imageId()));
    }

    static Outcome done(RgbImage image, String id) {
      return new Outcome.Done(image, "dummy of " + id, Map.of());
    }

    @Override
    public int size() {
      return SIZE;
    }

    @Override
    public List<Outcome> apply(List<Face> batch) {
      batch.forEach(face -> ids.add(face.imageId()));
      batch.forEach(face -> crops.add(face.image()));
      return batch.stream().map(draw).toList();
    }

    @Override
    public void close() {}
  }

  /** Faces are alike as far as their levels are. */
  static Embedder levels() {
    return embedder(
        crop -> {
          float[] embedding = new float[48];
          RgbImage small = crop.resize(4, 4);
          for (int i = 0; i < embedding.length; i++) {
            embedding[i] = small.level(i / 3 % 4, i / 12, i % 3) - 127.5f;
          }
          return embedding;
        });
  }

  static Embedder embedder(Function<RgbImage, float[]> embed) {
    return new Embedder() {
      @Override
      public float[] embed(RgbImage crop) {
        return embed.apply(crop);
      }

      @Override
      public void close() {}
    };
  }

  static Face photograph(RgbImage image) {
    return new Face("photo", image);
  }
}
