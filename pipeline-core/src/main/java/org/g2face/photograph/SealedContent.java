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

/**
 * Everything that is sealed into the file of a picture.
 *
 * @param faces in the order in which they were painted
 * @param exact what the original was where the published picture is another; empty if only the
 *     faces' identities are kept, or nothing was changed
 */
record SealedContent(List<SealedFace> faces, Optional<OriginalPatch> exact) {
  /** The first version has no codes of faces and no patches. */
  static final int WITHOUT_CODE = 2;

  private static final int VERSION = 3;
  private static final int MOST_FACES = 1 << 16;

  SealedContent {
    faces = List.copyOf(faces);
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeInt(faces.size());
      for (SealedFace face : faces) {
        face.write(out);
      }
      out.writeBoolean(exact.isPresent());
      if (exact.isPresent()) {
        out.writeInt(exact.get().left());
        out.writeInt(exact.get().top());
        out.writeInt(exact.get().png().length);
        out.write(exact.get().png());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * @throws IllegalArgumentException if the bytes are not those of sealed content
   */
  static SealedContent of(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readByte();
      int count = in.readInt();
      if (version < WITHOUT_CODE || version > VERSION || count < 0 || count > MOST_FACES) {
        throw new IllegalArgumentException("sealed faces of version " + version + " are not known");
      }
      List<SealedFace> faces = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        faces.add(SealedFace.read(in, version));
      }
      boolean exact = version > WITHOUT_CODE && in.readBoolean();
      return new SealedContent(faces, exact ? Optional.of(patch(in)) : Optional.empty());
    } catch (IOException e) {
      throw new IllegalArgumentException("sealed faces end too early", e);
    }
  }

  private static OriginalPatch patch(DataInputStream in) throws IOException {
    int left = in.readInt();
    int top = in.readInt();
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IllegalArgumentException("a sealed piece of the original ends too early");
    }
    return new OriginalPatch(left, top, in.readNBytes(length));
  }
}
