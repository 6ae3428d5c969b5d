package org.g2face.train.nd4j;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A value in a SameDiff graph.
 *
 * <p>Feature maps stay in the order [batch, height, width, channel], in which convolutions are
 * fastest, until an operation needs them otherwise.
 *
 * @param channelsLast whether the variable is in that order
 * @param shape all extents, known; of a feature map in the order [batch, channel, height, width]
 *     whatever the order of the variable
 */
public record Node(SDVariable variable, boolean channelsLast, long... shape) {

  int rank() {
    return shape.length;
  }

  /** The variable in the order of the shape. */
  SDVariable plain() {
    if (!channelsLast) {
      return variable;
    }
    return isReorderedByReshape() ? variable.reshape(shape) : variable.permute(0, 3, 1, 2);
  }

  /** The variable as [batch, height, width, channel]. */
  SDVariable withChannelsLast() {
    if (channelsLast) {
      return variable;
    }
    return isReorderedByReshape()
        ? variable.reshape(shape[0], shape[2], shape[3], shape[1])
        : variable.permute(0, 2, 3, 1);
  }

  SDVariable ordered(boolean channelsLast) {
    return channelsLast ? withChannelsLast() : plain();
  }

  /** Whether both orders put the values into memory alike. */
  private boolean isReorderedByReshape() {
    return shape[1] == 1 || shape[2] == 1 && shape[3] == 1;
  }

  /** Which axis of the variable an axis of the shape is. */
  int axis(int axis) {
    return channelsLast && axis > 0 ? (axis == 1 ? 3 : axis - 1) : axis;
  }
}
