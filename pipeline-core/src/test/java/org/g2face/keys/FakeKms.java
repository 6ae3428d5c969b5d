package org.g2face.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * A key management service within this process, which knows every key whose address begins with
 * {@code fake-kms://}; one that contains {@code denied} it serves to nobody.
 */
public final class FakeKms implements KmsClient {
  private static final String PREFIX = "fake-kms://";
  private boolean credentials;

  @Override
  public boolean doesSupport(String uri) {
    return uri.startsWith(PREFIX);
  }

  @Override
  public KmsClient withCredentials(String path) {
    return withDefaultCredentials();
  }

  @Override
  public KmsClient withDefaultCredentials() {
    credentials = true;
    return this;
  }

  @Override
  public Aead getAead(String uri) throws GeneralSecurityException {
    if (!credentials || uri.contains("denied")) {
      throw new GeneralSecurityException("access denied");
    }
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) uri.hashCode());
    return new AesGcmJce(key);
  }
}
