package org.g2face.network;

import java.util.List;
import org.g2face.ops.Ops;

/**
 * The layout of a vector of morphable model coefficients: identity, expression, texture, three
 * rotation angles (radians, about x, y and z), 27 numbers of light (9 spherical harmonics for each
 * of R, G and B), three of translation.
 *
 * @param identity how many identity coefficients
 * @param expression how many expression coefficients
 * @param texture how many texture coefficients; may be 0
 */
public record Coefficients(int identity, int expression, int texture) {
  static final int ANGLES = 3;
  static final int LIGHT = 27;
  static final int TRANSLATION = 3;

  public Coefficients {
    Expected.positive("number of identity coefficients", identity);
    Expected.positive("number of expression coefficients", expression);
    if (texture < 0) {
      throw new IllegalArgumentException("the number of texture coefficients cannot be " + texture);
    }
  }

  /** The 257 coefficients of Deep3DFaceRecon. */
  public static Coefficients standard() {
    return new Coefficients(80, 64, 80);
  }

  /** A stretch of coefficients: [from, to). */
  public record Range(int from, int to) {

    public Range {
      if (from < 0 || to <= from) {
        throw new IllegalArgumentException(
            "a range of coefficients must run forward, not from " + from + " to " + to);
      }
    }

    public int size() {
      return to - from;
    }

    /**
     * Selects.
     *
     * @param x [batch, coefficients]
     * @return [batch, size()]
     */
    public <T> T of(Ops<T> ops, T x) {
      return ops.slice(x, 1, from, to);
    }
  }

  /** How many there are. */
  public int total() {
    return translation().to();
  }

  /** What a face is like at rest; standard normal in a Basel Face Model. */
  public Range identityOnly() {
    return new Range(0, identity);
  }

  /** How it differs from that at the moment. */
  public Range expressionOnly() {
    return new Range(identity, identity + expression);
  }

  /** Identity and expression: all that moves vertices of the face within its own frame. */
  public Range shape() {
    return new Range(0, identity + expression);
  }

  public Range angles() {
    return after(identity + expression + texture, ANGLES);
  }

  public Range light() {
    return after(angles().to(), LIGHT);
  }

  public Range translation() {
    return after(light().to(), TRANSLATION);
  }

  private static Range after(int from, int size) {
    return new Range(from, from + size);
  }

  /** The geometry that G2Face keeps: shape and pose, 147 of the 257 numbers. */
  public GeometryPrior prior() {
    return new GeometryPrior(List.of(shape(), angles()));
  }
}
