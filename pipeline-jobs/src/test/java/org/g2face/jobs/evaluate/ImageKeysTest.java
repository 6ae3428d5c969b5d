package org.g2face.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ImageKeysTest {

  @Test
  void keysMeetWhateverTheEndings() {
    ImageKeys loose = new ImageKeys(false, null);
    assertThat(loose.ofOriginal("a/b.JPG")).isEqualTo("a/b").isEqualTo(loose.ofOther("a/b.png"));
    assertThat(loose.ofOther("a/b.jpg.png")).isEqualTo("a/b");
    assertThat(loose.ofOriginal("row-17")).isEqualTo("row-17");
    ImageKeys exact = new ImageKeys(true, null);
    assertThat(exact.ofOriginal("a/b.jpg")).isEqualTo("a/b.jpg");
    assertThat(exact.ofOther("a/b.jpg.png")).isEqualTo("a/b.jpg");
    assertThat(exact.ofOther("a/b.jpg")).isEqualTo("a/b.jpg");
  }
}
