package org.g2face.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.g2face.keys.KeyMaterial;

class VaultCipherTest {
  private static final KeyMaterial KEYS = KeyMaterial.ephemeral();

  private static VaultCipher cipher(KeyMaterial keys, String dataset) {
    return new VaultCipher(keys.vault(), dataset);
  }

  @Property(tries = 100)
  void whatWasSealedOpensAsItWas(@ForAll byte[] bytes, @ForAll String id, @ForAll String dataset)
      throws IOException {
    byte[] sealed = cipher(KEYS, dataset).seal(id, new Original(640, 480, bytes));
    Original opened = cipher(KEYS, dataset).open(id, sealed);
    assertThat(opened.bytes()).isEqualTo(bytes);
    assertThat(opened.width()).isEqualTo(640);
    assertThat(opened.height()).isEqualTo(480);
    assertThat(sealed.length - bytes.length).isEqualTo(136);
    assertThat(cipher(KEYS, dataset).seal(id, new Original(640, 480, bytes))).isNotEqualTo(sealed);
  }

  @Property(tries = 200)
  void noBitMayBeChanged(
      @ForAll @IntRange(max = 10_000) int place, @ForAll @IntRange(max = 7) int bit) {
    byte[] sealed = cipher(KEYS, "d").seal("a.png", new Original(1, 1, new byte[50]));
    sealed[place % sealed.length] ^= (byte) (1 << bit);
    assertThatThrownBy(() -> cipher(KEYS, "d").open("a.png", sealed))
        .isInstanceOf(VaultException.class);
  }

  @Property(tries = 20)
  void nothingOpensElsewhere(@ForAll byte[] bytes) {
    byte[] sealed = cipher(KEYS, "d").seal("a.png", new Original(1, 1, bytes));
    assertThatThrownBy(() -> cipher(KEYS, "d").open("b.png", sealed))
        .isInstanceOf(VaultException.class);
    assertThatThrownBy(() -> cipher(KEYS, "da").open(".png", sealed))
        .isInstanceOf(VaultException.class);
    assertThatThrownBy(() -> cipher(KeyMaterial.ephemeral(), "d").open("a.png", sealed))
        .isInstanceOf(VaultException.class)
        .hasMessageContaining("wrong key")
        .hasNoCause();
  }
}
