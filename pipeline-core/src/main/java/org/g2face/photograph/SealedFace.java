package org.g2face.photograph;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
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
 * @param seed of the bits that the generator was given
 */
record SealedFace(FfhqCrop frame, Optional<Landmarks> landmarks, float[] identity, byte[] seed) {
  private static final int VERSION = 2;
  private static final int MOST_FACES = 1 << 16;
  private static final int LONGEST_IDENTITY = 1 << 16;

  Mask mask() {
    return landmarks.map(points -> FaceMask.of(points, frame)).orElseGet(FaceMask::generous);
  }

  /**
   * @param faces in the order in which they were painted
   */
  static byte[] toBytes(List<SealedFace> faces) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeInt(faces.size());
      for (SealedFace face : faces) {
        write(out, face.frame.centre());
        write(out, face.frame.across());
        out.writeBoolean(face.landmarks.isPresent());
        if (face.landmarks.isPresent()) {
          out.writeDouble(face.landmarks.get().doubt());
          for (Point point : face.landmarks.get().points()) {
            write(out, point);
          }
        }
        out.writeInt(face.identity.length);
        for (float coordinate : face.identity) {
          out.writeFloat(coordinate);
        }
        out.write(face.seed);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * @throws IllegalArgumentException if the bytes are not those of faces
   */
  static List<SealedFace> of(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readByte();
      int count = in.readInt();
      if (version != VERSION || count < 0 || count > MOST_FACES) {
        throw new IllegalArgumentException("sealed faces of version " + version + " are not known");
      }
      List<SealedFace> faces = new ArrayList<>();
      for (int i = 0; i < count; i++) {
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
        byte[] seed = new byte[BitSeeds.BYTES];
        in.readFully(seed);
        faces.add(new SealedFace(frame, landmarks, identity, seed));
      }
      return faces;
    } catch (IOException e) {
      throw new IllegalArgumentException("sealed faces end too early", e);
    }
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
