package org.g2face.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KeyServiceTest {
  private static final KeySet KEYS = KeySet.create("cloud", Instant.now());
  private static final KeyFile.Passphrase NONE =
      () -> {
        throw new IOException("nobody should ask");
      };

  @Test
  void opensByTheServiceWithoutAPassphrase() throws IOException {
    KeyService service = new KeyService("fake-kms://one");
    KeyFile file = KeyFile.parse(KeyFile.encrypt(KEYS, service, NONE).toBytes());

    assertThat(file.protection()).isEqualTo(service);
    assertThat(file.open(NONE).material()).isEqualTo(KEYS.material());
  }

  @Test
  void anotherKeyOfTheServiceDoesNotOpenIt() throws IOException {
    byte[] bytes = KeyFile.encrypt(KEYS, new KeyService("fake-kms://one"), NONE).toBytes();
    String changed =
        new String(bytes, StandardCharsets.UTF_8).replace("fake-kms://one", "fake-kms://two");

    assertThatThrownBy(() -> KeyFile.parse(changed.getBytes(StandardCharsets.UTF_8)).open(NONE))
        .isInstanceOf(KeySetException.class)
        .hasMessageContaining("do not open by the key fake-kms://two");
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> KeyFile.encrypt(KEYS, new KeyService("aws-kms://arn:x"), NONE))
        .isInstanceOf(KeySetException.class)
        .hasMessageContaining("tink-awskms");
    assertThatThrownBy(() -> KeyFile.encrypt(KEYS, new KeyService("fake-kms://denied"), NONE))
        .isInstanceOf(KeySetException.class)
        .hasMessageContaining("access denied");
    assertThatThrownBy(() -> new KeyService("my key")).isInstanceOf(IllegalArgumentException.class);
  }
}
