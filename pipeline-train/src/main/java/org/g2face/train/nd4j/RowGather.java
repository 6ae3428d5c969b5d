package org.g2face.train.nd4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.g2face.ops.Shapes;
import org.g2face.tensor.Tensor;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Takes rows of a matrix at given positions, by operations whose gradients SameDiff has right.
 *
 * <p>SameDiff's gather does not give its input the sum of the gradients of all places that a row
 * went to. Its scatter-add is right in both directions, and where no position occurs twice it
 * permutes. So: order the rows by how often they are wanted, most often first; those wanted more
 * than k times are then the first few rows, and the (k+1)-th copies of them are one slice. All
 * slices together are as many rows as wanted, and a second permutation brings them into order.
 */
final class RowGather {
  private RowGather() {}

  /** The entries at the positions of one axis, of a value of rank 2 or 3; the axis is not 0. */
  static Node gather(Node x, int axis, int[] positions) {
    long[] shape = Shapes.gather(x.shape(), axis, positions);
    int rows = (int) x.shape()[axis];
    int width = (int) (Tensor.count(x.shape()) / rows);
    int[] axisFirst =
        x.rank() == 2 ? new int[] {1, 0} : axis == 1 ? new int[] {1, 0, 2} : new int[] {2, 0, 1};
    int[] back = axis == 2 ? new int[] {1, 2, 0} : axisFirst;
    SDVariable matrix = x.variable().permute(axisFirst).reshape(rows, width);
    SDVariable taken = gather(matrix, rows, width, positions);
    return new Node(taken.reshape(Shapes.transpose(shape, axisFirst)).permute(back), false, shape);
  }

  /**
   * @param x [rows, width]
   * @param positions each a row of x; repetitions allowed
   * @return [positions, width]
   */
  private static SDVariable gather(SDVariable x, int rows, int width, int[] positions) {
    SameDiff graph = x.getSameDiff();
    int[] wanted = new int[rows];
    for (int position : positions) {
      wanted[position]++;
    }
    int[] byDemand =
        IntStream.range(0, rows)
            .boxed()
            .sorted(Comparator.comparingInt((Integer row) -> wanted[row]).reversed())
            .mapToInt(Integer::intValue)
            .toArray();
    int[] rank = new int[rows];
    for (int i = 0; i < rows; i++) {
      rank[byDemand[i]] = i;
    }
    SDVariable sorted = scatter(x, rank, rows, width);

    int most = wanted[byDemand[0]];
    int[] copies = new int[most];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < wanted[byDemand[i]]; k++) {
        copies[k]++;
      }
    }
    SDVariable repeated = repeat(graph, sorted, width, copies);

    int[] start = new int[most];
    for (int k = 1; k < most; k++) {
      start[k] = start[k - 1] + copies[k - 1];
    }
    int[] target = new int[positions.length];
    int[] seen = new int[rows];
    for (int i = 0; i < positions.length; i++) {
      int row = positions[i];
      target[start[seen[row]++] + rank[row]] = i;
    }
    return scatter(repeated, target, positions.length, width);
  }

  /** The first copies[0] rows, then the first copies[1] rows, and so on; copies do not grow. */
  private static SDVariable repeat(SameDiff graph, SDVariable x, int width, int[] copies) {
    List<SDVariable> parts = new ArrayList<>();
    for (int k = 0; k < copies.length; ) {
      int end = k + 1;
      while (end < copies.length && copies[end] == copies[k]) {
        end++;
      }
      SDVariable part = graph.slice(x, new int[] {0, 0}, copies[k], width);
      parts.add(end - k == 1 ? part : graph.tile(part, end - k, 1));
      k = end;
    }
    return parts.size() == 1 ? parts.get(0) : graph.concat(0, parts.toArray(SDVariable[]::new));
  }

  /** Row i goes to place[i]; no two to the same. */
  private static SDVariable scatter(SDVariable x, int[] place, int rows, int width) {
    if (place.length == rows && Arrays.equals(place, IntStream.range(0, rows).toArray())) {
      return x;
    }
    SameDiff graph = x.getSameDiff();
    SDVariable zeros = graph.constant(Nd4j.zeros(DataType.FLOAT, rows, width));
    return graph.scatterAdd(zeros, graph.constant(Nd4j.createFromArray(place)), x);
  }
}
