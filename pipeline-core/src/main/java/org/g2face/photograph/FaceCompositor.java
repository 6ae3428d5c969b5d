package org.g2face.photograph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.g2face.anonymize.Face;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.Outcome;
import org.g2face.image.AffineMap;
import org.g2face.image.Canvas;
import org.g2face.image.RgbImage;
import org.g2face.image.Warp;

/**
 * A photograph while its faces are replaced, one after the other.
 *
 * <p>A face that overlaps with another one is cut out after the other one was painted: what its
 * crop shows of the other face is then the new one, and painting it brings nothing back. Faces that
 * are apart from each other go through the networks together.
 */
final class FaceCompositor {
  /** A pixelated face is so many pixels wide and high, its hair included. */
  private static final int COARSE = 6;

  private static final int CELL = 16;

  private final Face photograph;
  private final List<PlacedFace> faces;
  private final Canvas canvas;
  private final Outcome[] outcomes;

  /**
   * @param faces in the order in which they were found, which names them
   */
  FaceCompositor(Face photograph, List<PlacedFace> faces) {
    this.photograph = photograph;
    this.faces = faces;
    this.canvas = new Canvas(photograph.image());
    this.outcomes = new Outcome[faces.size()];
  }

  /**
   * Paints every face, or stops at those that the networks could not draw.
   *
   * @param pixelated which faces are pixelated
   * @param tries how often each was drawn in vain; decides on its dummy identity
   */
  void paint(FaceTransform networks, boolean[] pixelated, int[] tries) throws Exception {
    for (List<Integer> round : rounds()) {
      List<Integer> drawn = round.stream().filter(face -> !pixelated[face]).toList();
      if (!drawn.isEmpty()) {
        List<Face> crops = new ArrayList<>();
        for (int face : drawn) {
          String id = name(face, tries[face]);
          crops.add(
              new Face(
                  id,
                  id,
                  photograph.subject(),
                  crop(canvas.view(), faces.get(face).frame(), networks.size())));
        }
        List<Outcome> results = networks.apply(crops);
        if (results.size() != crops.size()) {
          throw new IllegalStateException(
              results.size() + " outcomes for " + crops.size() + " faces");
        }
        for (int i = 0; i < drawn.size(); i++) {
          outcomes[drawn.get(i)] = results.get(i);
        }
      }
      for (int face : round) {
        if (pixelated[face]) {
          pixelate(faces.get(face));
        } else if (outcomes[face] instanceof Outcome.Done done) {
          PlacedFace placed = faces.get(face);
          canvas.paint(done.image(), placed.mask(), placed.frame().toPhotograph(1));
        } else {
          return;
        }
      }
    }
  }

  /** What the networks call a face that was drawn so often in vain. */
  String name(int face, int tries) {
    String id = photograph.imageId() + "#face-" + face;
    return tries == 0 ? id : id + "#" + tries;
  }

  /** The aligned crop of a face, of which nothing else than the frame needs to be known. */
  static RgbImage crop(RgbImage picture, FfhqCrop frame, int size) {
    return Warp.image(picture, frame.toPhotograph(size), size, size, Warp.Border.REFLECTED);
  }

  /**
   * The faces in the order in which they are painted, smallest first, in groups that do not touch
   * each other.
   */
  private List<List<Integer>> rounds() {
    List<Integer> order =
        FaceFinder.inOrder(faces).stream().map(FaceCompositor.this::place).toList();
    int[] round = new int[faces.size()];
    for (int i = 0; i < order.size(); i++) {
      int face = order.get(i);
      for (int before : order.subList(0, i)) {
        if (faces.get(face).touches(faces.get(before))) {
          round[face] = Math.max(round[face], round[before] + 1);
        }
      }
    }
    int last = Arrays.stream(round).max().orElse(-1);
    return IntStream.rangeClosed(0, last)
        .mapToObj(number -> order.stream().filter(face -> round[face] == number).toList())
        .toList();
  }

  @SuppressWarnings("ReferenceEquality") // two equal faces have two places
  private int place(PlacedFace face) {
    return IntStream.range(0, faces.size())
        .filter(i -> faces.get(i) == face)
        .findFirst()
        .orElseThrow();
  }

  private void pixelate(PlacedFace face) {
    AffineMap place = face.frame().toPhotograph(1);
    RgbImage coarse = crop(canvas.view(), face.frame(), COARSE);
    int side = COARSE * CELL;
    byte[] levels = new byte[side * side * RgbImage.CHANNELS];
    for (int i = 0; i < levels.length; i++) {
      int pixel = i / RgbImage.CHANNELS;
      levels[i] =
          (byte) coarse.level(pixel % side / CELL, pixel / side / CELL, i % RgbImage.CHANNELS);
    }
    canvas.paint(RgbImage.of(side, side, levels), FaceMask.generous(), place);
  }

  /** The picture as it is now. */
  RgbImage picture() {
    return canvas.view();
  }

  /** What the networks made of a face; null if it was not their turn. */
  Outcome outcome(int face) {
    return outcomes[face];
  }
}
