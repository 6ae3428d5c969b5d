package org.g2face.jobs.input;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopCodecs;

/**
 * Parquet's codecs for pages that do not claim to unpack to much more than they are: images hardly
 * compress, and the memory is reserved before anything is unpacked.
 */
final class BoundedCodecs implements CompressionCodecFactory {
  /** Pages up to this size may claim what they like. */
  private static final long ANY = 16L << 20;

  private static final long MOST_RATIO = 32;
  private static final int VARINT = 5;

  private final CompressionCodecFactory codecs;

  BoundedCodecs(Configuration hadoop) {
    this.codecs = HadoopCodecs.newFactory(hadoop, 0);
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName name) {
    return codecs.getCompressor(name);
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
    return new Bounded(codecs.getDecompressor(name), name == CompressionCodecName.SNAPPY);
  }

  @Override
  public void release() {
    codecs.release();
  }

  private static void check(long packed, long unpacked) throws IOException {
    if (unpacked < 0 || unpacked > Math.max(ANY, MOST_RATIO * packed)) {
      throw new IOException("a page of " + packed + " bytes claims to be " + unpacked);
    }
  }

  private record Bounded(BytesInputDecompressor codec, boolean snappy)
      implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      check(bytes.size(), size);
      if (snappy) {
        ByteBuffer packed = bytes.toByteBuffer();
        checkSnappy(packed, size);
        return codec.decompress(BytesInput.from(packed), size);
      }
      return codec.decompress(bytes, size);
    }

    @Override
    public void decompress(ByteBuffer input, int packed, ByteBuffer output, int size)
        throws IOException {
      check(packed, size);
      if (snappy) {
        checkSnappy(input, size);
      }
      codec.decompress(input, packed, output, size);
    }

    /** Snappy has a size of its own, and reserves memory for that. */
    private static void checkSnappy(ByteBuffer packed, int size) throws IOException {
      ByteBuffer look = packed.duplicate();
      long own = 0;
      int part = 0x80;
      for (int i = 0; i < VARINT && look.hasRemaining() && part >= 0x80; i++) {
        part = look.get() & 0xff;
        own |= (long) (part & 0x7f) << 7 * i;
      }
      if (own > size) {
        throw new IOException("a page of " + size + " bytes claims to unpack to " + own);
      }
    }

    @Override
    public void release() {
      codec.release();
    }
  }
}
