package org.g2face.photograph;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.g2face.detect.Landmarks;
import org.g2face.detect.Point;
import org.g2face.image.Mask;
import org.g2face.payload.BitSeeds;

/**
 * The sealed record that brings a face of a photograph back: where its crop lies, what of it was
 * replaced, and whose face it was.
 *
 * @param landmarks that the mask was made of, if it was
 * @param identity the original embedding
 * @param code of the original face, each 0 or 1; empty of a model without
 * @param seed of the bits that the generator was given
 */
record SealedFace(
    FfhqCrop frame, Optional<Landmarks> landmarks, float[] identity, float[] code, byte[] seed) {
  private static final int LONGEST_IDENTITY = 1 << 16;
  private static final int LONGEST_CODE = 1 << 20;

  Mask mask() {
    return landmarks.map(points -> FaceMask.of(points, frame)).orElseGet(FaceMask::generous);
  }

  void write(DataOutputStream out) throws IOException {
    write(out, frame.centre());
    write(out, frame.across());
    out.writeBoolean(landmarks.isPresent());
    if (landmarks.isPresent()) {
      out.writeDouble(landmarks.get().doubt());
      for (Point point : landmarks.get().points()) {
        write(out, point);
      }
    }
    out.writeInt(identity.length);
    for (float coordinate : identity) {
      out.writeFloat(coordinate);
    }
    out.writeInt(code.length);
    out.write(packed(code));
    out.write(seed);
  }

  /**
   * @param version of what it is part of
   * @throws IllegalArgumentException if it is no face
   */
  static SealedFace read(DataInputStream in, int version) throws IOException {
    FfhqCrop frame = new FfhqCrop(point(in), point(in));
    Optional<Landmarks> landmarks =
        in.readBoolean() ? Optional.of(landmarks(in)) : Optional.empty();
    int length = in.readInt();
    if (length < 0 || length > LONGEST_IDENTITY) {
      throw new IllegalArgumentException("no identity has " + length + " coordinates");
    }
    float[] identity = new float[length];
    for (int k = 0; k < length; k++) {
      identity[k] = in.readFloat();
    }
    float[] code = version == SealedContent.WITHOUT_CODE ? new float[0] : code(in);
    byte[] seed = new byte[BitSeeds.BYTES];
    in.readFully(seed);
    return new SealedFace(frame, landmarks, identity, code, seed);
  }

  /** Eight bits a byte, the least significant one first. */
  private static byte[] packed(float[] code) {
    BitSet ones = new BitSet(code.length);
    for (int i = 0; i < code.length; i++) {
      ones.set(i, code[i] > 0.5f);
    }
    return Arrays.copyOf(ones.toByteArray(), bytes(code.length));
  }

  private static int bytes(int bits) {
    return (bits + Byte.SIZE - 1) / Byte.SIZE;
  }

  private static float[] code(DataInputStream in) throws IOException {
    int bits = in.readInt();
    if (bits < 0 || bits > LONGEST_CODE) {
      throw new IllegalArgumentException("no code of a face has " + bits + " bits");
    }
    byte[] packed = new byte[bytes(bits)];
    in.readFully(packed);
    BitSet ones = BitSet.valueOf(packed);
    float[] code = new float[bits];
    for (int i = 0; i < bits; i++) {
      code[i] = ones.get(i) ? 1 : 0;
    }
    return code;
  }

  private static Landmarks landmarks(DataInputStream in) throws IOException {
    double doubt = in.readDouble();
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < Landmarks.COUNT; i++) {
      points.add(point(in));
    }
    return new Landmarks(points, doubt);
  }

  private static void write(DataOutputStream out, Point point) throws IOException {
    out.writeDouble(point.x());
    out.writeDouble(point.y());
  }

  private static Point point(DataInputStream in) throws IOException {
    return new Point(in.readDouble(), in.readDouble());
  }
}
