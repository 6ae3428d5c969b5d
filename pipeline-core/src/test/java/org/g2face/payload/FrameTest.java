package org.g2face.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrameTest {

  @Test
  void aFrameIsVersionKeyCiphertextAndChecksum() {
    CRC32 crc = new CRC32();
    crc.update(HexFormat.of().parseHex("01" + "fffffffe" + "a1b2c3"));
    Frame frame = new Frame(-2, HexFormat.of().parseHex("a1b2c3"));
    assertThat(HexFormat.of().formatHex(frame.toBytes()))
        .isEqualTo("01" + "fffffffe" + "a1b2c3" + "%08x".formatted(crc.getValue()));
    assertThat(frame.toBytes()).hasSize(3 + Frame.OVERHEAD);
  }

  @Test
  void tinksPrefixIsTakenOffAndPutBack() {
    byte[] tink = HexFormat.of().parseHex("01" + "7fffffff" + "a1b2c3");
    Frame frame = Frame.ofTink(tink);
    assertThat(frame.keyId()).isEqualTo(Integer.MAX_VALUE);
    assertThat(frame.ciphertext()).isEqualTo(HexFormat.of().parseHex("a1b2c3"));
    assertThat(frame.toTink()).isEqualTo(tink);
    assertThatThrownBy(() -> Frame.ofTink(new byte[30]))
        .hasMessageContaining("lacks Tink's output prefix");
    assertThatThrownBy(() -> Frame.ofTink(new byte[] {1, 2}))
        .hasMessageContaining("lacks Tink's output prefix");
  }

  @Property(tries = 100)
  void oneWrongBitAnywhereIsNoticed(
      @ForAll int keyId,
      @ForAll @Size(min = 16, max = 40) byte[] ciphertext,
      @ForAll @IntRange(max = 1 << 20) int place) {
    byte[] bytes = new Frame(keyId, ciphertext).toBytes();
    Optional<Frame> read = Frame.read(bytes);
    assertThat(read).isPresent();
    assertThat(read.get().keyId()).isEqualTo(keyId);
    assertThat(read.get().ciphertext()).isEqualTo(ciphertext);
    int bit = place % (bytes.length * Byte.SIZE);
    bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    assertThat(Frame.read(bytes)).isEmpty();
  }

  @Test
  void anotherVersionIsNotRead() {
    byte[] bytes = new Frame(5, new byte[16]).toBytes();
    bytes[0] = 2;
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, bytes.length - Integer.BYTES);
    ByteBuffer.wrap(bytes).putInt(bytes.length - Integer.BYTES, (int) crc.getValue());
    assertThat(Frame.read(bytes)).isEmpty();
    assertThat(Frame.read(new byte[40])).isEmpty();
  }

  @Test
  void aBindingIsItsPartsBehindTheirLengths() {
    assertThat(HexFormat.of().formatHex(new Binding("ä", "i", "").associatedData()))
        .isEqualTo(
            "0000000f"
                + HexFormat.of().formatHex("g2face password".getBytes(StandardCharsets.UTF_8))
                + "00000002c3a4"
                + "0000000169"
                + "00000000");
    assertThatThrownBy(() -> new Binding("d", null, "m"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
