package org.g2face.model.weights;

import ai.onnxruntime.platform.Fp16Conversions;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.g2face.io.FileStore;
import org.g2face.io.Sha256;
import org.g2face.tensor.Tensor;

/**
 * Reads and writes safetensors files: a JSON table of contents, then the raw tensors.
 *
 * <p>What is written depends on the tensors alone, never on the time, the machine or the order in
 * which they were given, so equal tensors make equal files.
 *
 * @see <a href="https://github.com/huggingface/safetensors">the format</a>
 */
public final class Safetensors {
  /** Real headers take about a hundred bytes a tensor. */
  private static final int MAX_HEADER = 16 << 20;

  private static final int CHUNK = 1 << 16;

  private Safetensors() {}

  /**
   * What a file held.
   *
   * @param tensors in the order of their bytes
   * @param sha256 of the whole file, 64 lower-case hexadecimal digits
   */
  public record Contents(NamedTensors tensors, String sha256) {}

  /**
   * Reads a whole file, every number as float32 (see {@link Dtype}), and closes it.
   *
   * @throws SafetensorsException if the file is not what the format asks for, with the reason
   * @throws IOException if the storage fails
   */
  public static Contents read(FileStore.OpenFile file) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(file.stream(), digest)) {
      if (file.length() < Long.BYTES) {
        throw new SafetensorsException(file.name(), "too short for a safetensors file");
      }
      long headerLength = littleEndian(bytes(file, in, Long.BYTES)).getLong();
      if (headerLength < 0 || headerLength > file.length() - Long.BYTES) {
        throw new SafetensorsException(
            file.name(),
            "a header of "
                + Long.toUnsignedString(headerLength)
                + " bytes does not fit a file of "
                + file.length());
      }
      if (headerLength > MAX_HEADER) {
        throw new SafetensorsException(
            file.name(), "a header of " + headerLength + " bytes is beyond " + MAX_HEADER);
      }
      long dataLength = file.length() - Long.BYTES - headerLength;
      byte[] json = bytes(file, in, (int) headerLength);
      SafetensorsHeader header = SafetensorsHeader.parse(file.name(), json, dataLength);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (SafetensorsHeader.Entry entry : header.entries()) {
        tensors.put(entry.name(), tensor(file, in, entry));
      }
      if (in.read() >= 0) {
        throw new SafetensorsException(file.name(), "is longer than its storage said");
      }
      return new Contents(NamedTensors.of(tensors), Sha256.hex(digest));
    }
  }

  private static Tensor tensor(
      FileStore.OpenFile file, InputStream in, SafetensorsHeader.Entry entry) throws IOException {
    FloatBuffer values = Tensor.allocate(entry.count());
    long left = entry.end() - entry.begin();
    while (left > 0) {
      byte[] chunk = bytes(file, in, (int) Math.min(left, CHUNK));
      try {
        entry.dtype().decode(littleEndian(chunk), values);
      } catch (ArithmeticException e) {
        throw SafetensorsHeader.problem(file.name(), entry.name(), e.getMessage());
      }
      left -= chunk.length;
    }
    return Tensor.wrap(values.flip(), entry.shape());
  }

  private static byte[] bytes(FileStore.OpenFile file, InputStream in, int count)
      throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new SafetensorsException(
          file.name(),
          "ends before the " + file.length() + " bytes it should have",
          new EOFException());
    }
    return bytes;
  }

  /**
   * Writes tensors in the order of their names, and leaves the stream open.
   *
   * @param precision {@link Dtype#F32} keeps every number; {@link Dtype#F16} rounds to the nearest
   * @return the SHA-256 of what was written
   * @throws IllegalArgumentException if the precision is another one, or a number is too large for
   *     it
   */
  public static String write(OutputStream out, NamedTensors tensors, Dtype precision)
      throws IOException {
    if (precision != Dtype.F32 && precision != Dtype.F16) {
      throw new IllegalArgumentException("weights are written as F32 or F16, not " + precision);
    }
    return write(out, tensors, name -> precision);
  }

  /**
   * Writes each tensor in a precision of its own.
   *
   * @param precision by the tensor's name: F32, F16, or U8 for whole numbers from 0 to 255
   */
  static String write(OutputStream out, NamedTensors tensors, Function<String, Dtype> precision)
      throws IOException {
    Map<String, Tensor> sorted = new TreeMap<>(tensors.asMap());
    MessageDigest digest = Sha256.digest();
    OutputStream file = new DigestOutputStream(out, digest);
    byte[] json = header(sorted, precision);
    // Spaces after the JSON let the tensors start at a multiple of eight.
    int padding = -json.length & 7;
    file.write(littleEndian(new byte[8]).putLong(json.length + padding).array());
    file.write(json);
    file.write(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
    for (Map.Entry<String, Tensor> entry : sorted.entrySet()) {
      String name = entry.getKey();
      writeValues(file, name, entry.getValue().buffer(), precision.apply(name));
    }
    file.flush();
    return Sha256.hex(digest);
  }

  private static byte[] header(Map<String, Tensor> sorted, Function<String, Dtype> precision)
      throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (JsonGenerator out = new JsonFactory().createGenerator(json)) {
      long offset = 0;
      out.writeStartObject();
      for (Map.Entry<String, Tensor> entry : sorted.entrySet()) {
        Dtype dtype = precision.apply(entry.getKey());
        long end = offset + (long) entry.getValue().count() * dtype.size();
        long[] shape = entry.getValue().shape();
        out.writeObjectFieldStart(entry.getKey());
        out.writeStringField("dtype", dtype.name());
        out.writeFieldName("shape");
        out.writeArray(shape, 0, shape.length);
        out.writeFieldName("data_offsets");
        out.writeArray(new long[] {offset, end}, 0, 2);
        out.writeEndObject();
        offset = end;
      }
      out.writeEndObject();
    }
    return json.toByteArray();
  }

  private static void writeValues(
      OutputStream out, String name, FloatBuffer values, Dtype precision) throws IOException {
    ByteBuffer chunk = littleEndian(new byte[CHUNK]);
    while (values.hasRemaining()) {
      chunk.clear();
      while (values.hasRemaining() && chunk.remaining() >= precision.size()) {
        switch (precision) {
          case F32 -> chunk.putFloat(values.get());
          case F16 -> chunk.putShort(half(name, values.get()));
          case U8 -> chunk.put(code(name, values.get()));
          default -> throw new IllegalArgumentException("no weights are written as " + precision);
        }
      }
      out.write(chunk.array(), 0, chunk.position());
    }
  }

  private static short half(String name, float value) {
    short half = Fp16Conversions.floatToFp16(value);
    if (Float.isFinite(value) && Float.isInfinite(Fp16Conversions.fp16ToFloat(half))) {
      throw new IllegalArgumentException(
          "tensor '" + name + "' holds " + value + ", which is too large for F16");
    }
    return half;
  }

  private static byte code(String name, float value) {
    if (!(value >= 0 && value <= 255 && value == Math.rint(value))) {
      throw new IllegalArgumentException(
          "tensor '" + name + "' holds " + value + ", which is no whole number from 0 to 255");
    }
    return (byte) (int) value;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
