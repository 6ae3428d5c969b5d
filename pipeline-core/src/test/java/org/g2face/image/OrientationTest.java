package org.g2face.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OrientationTest {

  @ParameterizedTest
  @CsvSource({
    "1, ABCDEF", "2, CBAFED", "3, FEDCBA", "4, DEFABC",
    "5, ADBECF", "6, DAEBFC", "7, FCEBDA", "8, CFBEAD"
  })
  void movesThePixels(int exif, String upright) {
    // Stored as ABC above DEF.
    RgbImage image = letters(3, 2, "ABCDEF");
    boolean standing = exif >= 5;
    assertThat(Orientation.of(exif).apply(image))
        .isEqualTo(letters(standing ? 2 : 3, standing ? 3 : 2, upright));
  }

  @ParameterizedTest
  @EnumSource(Orientation.class)
  void everyOrientationCanBeUndone(Orientation orientation) {
    RgbImage image = Samples.random(5, 4, 1);
    Orientation back =
        switch (orientation) {
          case TURN_LEFT -> Orientation.TURN_RIGHT;
          case TURN_RIGHT -> Orientation.TURN_LEFT;
          default -> orientation;
        };
    assertThat(back.apply(orientation.apply(image))).isEqualTo(image);
  }

  @ParameterizedTest
  @EnumSource(Orientation.class)
  void isReadInBothByteOrders(Orientation orientation) {
    int value = orientation.ordinal() + 1;
    assertThat(Orientation.ofExif(exif(ByteOrder.LITTLE_ENDIAN, value, 26))).isSameAs(orientation);
    assertThat(Orientation.ofExif(exif(ByteOrder.BIG_ENDIAN, value, 26))).isSameAs(orientation);
    // Without the offset of a next directory, as some cameras write it.
    assertThat(Orientation.ofExif(exif(ByteOrder.BIG_ENDIAN, value, 22))).isSameAs(orientation);
  }

  @Property(tries = 200)
  void whatCannotBeReadIsUpright(@ForAll byte[] bytes, @ForAll @IntRange(max = 21) int length) {
    assertThat(Orientation.ofExif(exif(ByteOrder.BIG_ENDIAN, 6, length)))
        .isSameAs(Orientation.NONE);
    assertThat(Orientation.ofExif(ByteBuffer.wrap(bytes))).isNotNull();
  }

  @Test
  void valuesWithoutMeaningAreUpright() {
    for (int value : new int[] {0, 9, 255, 65535}) {
      assertThat(Orientation.ofExif(exif(ByteOrder.BIG_ENDIAN, value, 26)))
          .isSameAs(Orientation.NONE);
    }
  }

  private static ByteBuffer exif(ByteOrder order, int value, int length) {
    ByteBuffer exif = ByteBuffer.allocate(26).order(order);
    exif.putShort((short) (order == ByteOrder.BIG_ENDIAN ? 0x4d4d : 0x4949));
    exif.putShort((short) 42).putInt(8).putShort((short) 1);
    exif.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) value);
    return exif.slice(0, length);
  }

  private static RgbImage letters(int width, int height, String letters) {
    byte[] levels = new byte[width * height * 3];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) letters.charAt(i / 3);
    }
    return RgbImage.of(width, height, levels);
  }
}
