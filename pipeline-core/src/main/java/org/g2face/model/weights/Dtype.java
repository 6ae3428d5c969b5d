package org.g2face.model.weights;

import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * The type of the numbers in a weight file; in memory every one of them becomes a float32.
 *
 * <p>Integers must fit: one that float32 cannot hold exactly is refused, since it is an index or a
 * count and a neighbouring number would be wrong. F64 is rounded to the nearest float32.
 */
public enum Dtype {
  F32(4) {
    @Override
    public void decode(ByteBuffer from, FloatBuffer to) {
      FloatBuffer values = from.asFloatBuffer();
      from.position(from.position() + values.remaining() * size());
      to.put(values);
    }
  },
  F16(2) {
    @Override
    float next(ByteBuffer from) {
      return Fp16Conversions.fp16ToFloat(from.getShort());
    }
  },
  BF16(2) {
    @Override
    float next(ByteBuffer from) {
      return Float.intBitsToFloat(from.getShort() << 16);
    }
  },
  F64(8) {
    @Override
    float next(ByteBuffer from) {
      return (float) from.getDouble();
    }
  },
  I64(8) {
    @Override
    float next(ByteBuffer from) {
      return exact(from.getLong());
    }
  },
  I32(4) {
    @Override
    float next(ByteBuffer from) {
      return exact(from.getInt());
    }
  },
  U8(1) {
    @Override
    float next(ByteBuffer from) {
      return Byte.toUnsignedInt(from.get());
    }
  },
  BOOL(1) {
    @Override
    float next(ByteBuffer from) {
      byte value = from.get();
      if (value != 0 && value != 1) {
        throw new ArithmeticException("holds the byte " + value + " as a truth value");
      }
      return value;
    }
  };

  private final int size;

  Dtype(int size) {
    this.size = size;
  }

  /** Bytes of one number. */
  public int size() {
    return size;
  }

  /**
   * Reads whole numbers from a buffer (in the buffer's byte order) until it has too few bytes left
   * for another one.
   *
   * @throws ArithmeticException if a number has no float32 value; the message continues a sentence
   *     that starts with the tensor's name
   */
  public void decode(ByteBuffer from, FloatBuffer to) {
    while (from.remaining() >= size) {
      to.put(next(from));
    }
  }

  float next(ByteBuffer from) {
    return from.getFloat();
  }

  private static float exact(long value) {
    float nearest = value;
    if ((long) nearest != value || value == Long.MAX_VALUE) {
      throw new ArithmeticException(
          "holds the integer " + value + ", which a float32 cannot hold exactly");
    }
    return nearest;
  }
}
