package org.g2face.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ImageDecoderThreadsTest {
  private static final List<String> FILES =
      List.of("wide-gamut.jpg", "palette.png", "lossy.webp", "lzw.tif", "palette.bmp", "cmyk.jpg");

  @Test
  void oneDecoderServesManyThreads() {
    ImageDecoder decoder = new ImageDecoder();
    List<byte[]> files = FILES.stream().map(Samples::file).toList();
    List<Decoded> expected = files.stream().map(file -> decoder.decode(file, "")).toList();
    List<Decoded> decoded =
        IntStream.range(0, 600)
            .parallel()
            .mapToObj(i -> decoder.decode(files.get(i % files.size()), ""))
            .toList();
    for (int i = 0; i < decoded.size(); i++) {
      assertThat(decoded.get(i)).isEqualTo(expected.get(i % files.size()));
    }
  }

  @Test
  void nothingIsSpilledIntoTemporaryFiles() {
    new ImageDecoder().decode(Samples.file("lzw.tif"), "");
    assertThat(ImageIO.getUseCache()).isFalse();
  }
}
