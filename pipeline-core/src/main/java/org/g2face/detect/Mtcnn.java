package org.g2face.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.g2face.image.RgbImage;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxSession;
import org.g2face.tensor.Tensor;

/**
 * MTCNN: three networks, each of which looks closer at what the one before it found.
 *
 * <p>The networks are those of facenet-pytorch as ONNX files. All take {@code input}: RGB, (x -
 * 127.5) / 128. P [1, 3, any height, any width] of at least 12 gives {@code box} and {@code prob}
 * for each second pixel; R [batch, 3, 24, 24] gives {@code box} [batch, 4] and {@code prob} [batch,
 * 2]; O [batch, 3, 48, 48] gives {@code points} [batch, 10], five x before five y in shares of the
 * box, besides. The second of {@code prob} is the probability of a face.
 *
 * <p>Scales, thresholds and suppression are those of its source; faces from 20 pixels on are found.
 *
 * @see <a href="https://arxiv.org/abs/1604.02878">Zhang et al., Joint Face Detection and Alignment
 *     Using Multitask Cascaded Convolutional Networks</a>
 * @see <a href="https://github.com/timesler/facenet-pytorch">source</a>
 */
public final class Mtcnn implements FaceDetector {
  private static final int SMALLEST_FACE = 20;
  private static final double FACTOR = 0.709;
  private static final double REFINED = 0.7;
  private static final double SAME_FACE = 0.7;
  private static final int R_SIDE = 24;
  private static final int O_SIDE = 48;

  /** Candidates that R and O look at in one call. */
  private static final int AT_ONCE = 256;

  /** Findings of P across a tile: 510 pixels of a scaled picture. */
  private static final int TILE = 250;

  private final MtcnnProposalNet proposals;
  private final OnnxSession refinement;
  private final OnnxSession output;
  private final double score;

  private Mtcnn(
      MtcnnProposalNet proposals, OnnxSession refinement, OnnxSession output, double score) {
    this.proposals = proposals;
    this.refinement = refinement;
    this.output = output;
    this.score = score;
  }

  /**
   * @param p proposal network
   * @param r refinement network
   * @param o output network
   * @param score from which on the last network's faces count, 0 to 1; its authors take 0.7
   * @throws org.g2face.onnx.OnnxException if a file is not such a network
   */
  public static Mtcnn open(byte[] p, byte[] r, byte[] o, double score, Execution execution) {
    List<OnnxSession> open = new ArrayList<>();
    try {
      open.add(OnnxSession.open(p, "input", List.of("box", "prob"), execution));
      open.add(OnnxSession.open(r, "input", List.of("box", "prob"), execution));
      open.add(OnnxSession.open(o, "input", List.of("box", "points", "prob"), execution));
      return new Mtcnn(new MtcnnProposalNet(open.get(0), TILE), open.get(1), open.get(2), score);
    } catch (RuntimeException e) {
      open.forEach(OnnxSession::close);
      throw e;
    }
  }

  @Override
  public List<DetectedFace> detect(RgbImage image) {
    List<MtcnnCandidate> found = new ArrayList<>();
    double scale = (double) MtcnnProposalNet.FIELD / SMALLEST_FACE;
    int shortSide = Math.min(image.width(), image.height());
    for (; shortSide * scale >= MtcnnProposalNet.FIELD; scale *= FACTOR) {
      found.addAll(proposals.at(image, scale));
    }
    List<MtcnnCandidate> proposed = MtcnnCandidate.suppress(found, Box::overlap, SAME_FACE);
    List<MtcnnCandidate> refined =
        MtcnnCandidate.suppress(
            refine(image, MtcnnCandidate.squares(MtcnnCandidate.moved(proposed, 0), image)),
            Box::overlap,
            SAME_FACE);
    List<MtcnnCandidate> faces =
        MtcnnCandidate.suppress(
            MtcnnCandidate.moved(
                look(image, MtcnnCandidate.squares(MtcnnCandidate.moved(refined, 1), image)), 1),
            Box::containment,
            SAME_FACE);
    return faces.stream()
        .map(face -> new DetectedFace(face.box(), face.score(), face.points()))
        .toList();
  }

  private List<MtcnnCandidate> refine(RgbImage image, List<MtcnnCandidate> candidates) {
    List<MtcnnCandidate> refined = new ArrayList<>();
    for (int from = 0; from < candidates.size(); from += AT_ONCE) {
      List<MtcnnCandidate> some =
          candidates.subList(from, Math.min(candidates.size(), from + AT_ONCE));
      Map<String, Tensor> result = refinement.run(Map.of("input", input(image, some, R_SIDE)));
      for (int i = 0; i < some.size(); i++) {
        double probability = probability(result, i);
        if (probability > REFINED) {
          refined.add(
              new MtcnnCandidate(some.get(i).box(), probability, moves(result, i), List.of()));
        }
      }
    }
    return refined;
  }

  private List<MtcnnCandidate> look(RgbImage image, List<MtcnnCandidate> candidates) {
    List<MtcnnCandidate> faces = new ArrayList<>();
    for (int from = 0; from < candidates.size(); from += AT_ONCE) {
      List<MtcnnCandidate> some =
          candidates.subList(from, Math.min(candidates.size(), from + AT_ONCE));
      Map<String, Tensor> result = output.run(Map.of("input", input(image, some, O_SIDE)));
      for (int i = 0; i < some.size(); i++) {
        double probability = probability(result, i);
        if (probability > score) {
          Box box = some.get(i).box();
          Tensor shares = result.get("points");
          List<Point> points = new ArrayList<>();
          for (int point = 0; point < 5; point++) {
            points.add(
                new Point(
                    box.left() - 1 + (box.width() + 1) * shares.at(i * 10 + point),
                    box.top() - 1 + (box.height() + 1) * shares.at(i * 10 + 5 + point)));
          }
          faces.add(new MtcnnCandidate(box, probability, moves(result, i), points));
        }
      }
    }
    return faces;
  }

  private static double probability(Map<String, Tensor> result, int i) {
    double probability = result.get("prob").at(2 * i + 1);
    FiniteChecks.refuse("MTCNN", probability);
    return probability;
  }

  private static List<Double> moves(Map<String, Tensor> result, int i) {
    Tensor box = result.get("box");
    List<Double> moves =
        IntStream.range(0, 4).mapToObj(end -> (double) box.at(4 * i + end)).toList();
    moves.forEach(move -> FiniteChecks.refuse("MTCNN", move));
    return moves;
  }

  private static Tensor input(RgbImage image, List<MtcnnCandidate> candidates, int side) {
    int each = RgbImage.CHANNELS * side * side;
    float[] values = new float[candidates.size() * each];
    for (int i = 0; i < candidates.size(); i++) {
      AreaResize.write(
          image,
          candidates.get(i).part(image),
          new AreaResize.Grid(side, side),
          new MtcnnCandidate.Part(0, 0, side, side),
          values,
          i * each);
    }
    return Tensor.of(values, candidates.size(), RgbImage.CHANNELS, side, side);
  }

  @Override
  public void close() {
    proposals.close();
    refinement.close();
    output.close();
  }
}
