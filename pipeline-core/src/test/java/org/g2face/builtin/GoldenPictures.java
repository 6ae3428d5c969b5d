package org.g2face.builtin;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.g2face.image.AffineMap;
import org.g2face.image.Decoded;
import org.g2face.image.ImageDecoder;
import org.g2face.image.Planes;
import org.g2face.image.RgbImage;
import org.g2face.image.Warp;
import org.g2face.tensor.Tensor;

/**
 * The pictures on which the package's own JavaScript has been asked: the samples, which are in the
 * public domain, and a computed one. {@code face-api-golden.mjs} makes the answers of the files
 * that {@link #main} writes.
 */
public final class GoldenPictures {
  private static final Path SAMPLES = Path.of("../conf/samples");
  private static final int COMPUTED = 200;

  private GoldenPictures() {}

  /** By name; faces as they are, photographs in a square. */
  public static Map<String, RgbImage> all() throws IOException {
    Map<String, RgbImage> pictures = new LinkedHashMap<>();
    pictures.put("computed", computed());
    for (String name : new String[] {"eileen-collins", "grace-hopper-1", "katherine-johnson"}) {
      pictures.put("faces-" + name, sample("faces/" + name));
    }
    for (String name : new String[] {"eileen-collins", "grace-hopper-1984"}) {
      pictures.put("photographs-" + name, square(sample("photographs/" + name)));
    }
    return pictures;
  }

  /** A sample by its name, such as {@code faces/eileen-collins}. */
  public static RgbImage sample(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(SAMPLES.resolve(name + ".jpg"));
    return ((Decoded.Picture) new ImageDecoder().decode(bytes, name)).image();
  }

  private static RgbImage computed() {
    byte[] levels = new byte[Planes.count(COMPUTED, COMPUTED)];
    for (int i = 0; i < COMPUTED * COMPUTED; i++) {
      int x = i % COMPUTED;
      int y = i / COMPUTED;
      levels[3 * i] = (byte) (x + y / 3);
      levels[3 * i + 1] = (byte) (255 - y);
      levels[3 * i + 2] = (byte) ((x / 20 + y / 15) % 2 * 120 + x * y % 37);
    }
    return RgbImage.of(COMPUTED, COMPUTED, levels);
  }

  private static RgbImage square(RgbImage picture) {
    int side = Math.max(picture.width(), picture.height());
    AffineMap asItIs = new AffineMap(1, 0, 0, 0, 1, 0);
    return Warp.image(picture, asItIs, side, side, Warp.Border.BLACK);
  }

  /** What a network of a side is shown: [1, 3, side, side]. */
  static Tensor input(RgbImage picture, int side) {
    FloatBuffer planes = Tensor.allocate(Planes.count(side, side));
    Planes.write(picture.resize(side, side), planes, 0);
    return Tensor.wrap(planes, 1, RgbImage.CHANNELS, side, side);
  }

  /** Writes NAME-SIDE.rgb, levels red, green, blue, row by row, for each side that is asked for. */
  public static void main(String[] folder) throws IOException {
    for (Map.Entry<String, RgbImage> picture : all().entrySet()) {
      for (int side : new int[] {112, 150, 512}) {
        byte[] levels = picture.getValue().resize(side, side).toBytes();
        Files.write(Path.of(folder[0], picture.getKey() + "-" + side + ".rgb"), levels);
      }
    }
  }
}
