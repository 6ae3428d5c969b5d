package org.g2face.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import java.security.GeneralSecurityException;
import java.util.ServiceLoader;

/**
 * A key in a key management service, which lets in whoever has the service's own credentials.
 *
 * @param uri such as {@code aws-kms://arn:aws:kms:...} or {@code gcp-kms://projects/...}
 */
public record KeyService(String uri) implements Protection {

  /** Checks that it can be a key's address. */
  public KeyService {
    if (uri == null || !uri.matches("[a-z][a-z0-9+.-]*://\\S{1,2000}")) {
      throw new IllegalArgumentException(
          "'" + uri + "' is no address of a key, such as aws-kms://arn:aws:kms:...");
    }
  }

  /**
   * The key, which never leaves the service, as Tink's client for it serves it.
   *
   * @throws KeySetException if no client for such addresses is on the class path, or it finds no
   *     credentials
   */
  Aead key() throws KeySetException {
    for (KmsClient client : ServiceLoader.load(KmsClient.class)) {
      if (client.doesSupport(uri)) {
        try {
          return client.withDefaultCredentials().getAead(uri);
        } catch (GeneralSecurityException e) {
          throw new KeySetException("cannot use the key " + uri + ": " + e.getMessage(), e);
        }
      }
    }
    throw new KeySetException(
        "nothing on the class path serves "
            + uri
            + "; put Tink's client for it and its libraries"
            + " (tink-awskms or tink-gcpkms) into a folder and name that in G2FACE_EXTRA_JARS");
  }

  @Override
  public String describe() {
    return "the key " + uri;
  }
}
