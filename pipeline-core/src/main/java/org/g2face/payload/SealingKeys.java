package org.g2face.payload;

import com.google.crypto.tink.DeterministicAead;
import java.security.GeneralSecurityException;
import java.util.Set;

/**
 * Keys that seal and open identities.
 *
 * @param aead Tink's AES-SIV over a keyset whose keys have the output prefix TINK: it encrypts with
 *     the primary key, and tells by the prefix which key opens
 * @param ids numbers of the keys that can open
 */
public record SealingKeys(DeterministicAead aead, Set<Integer> ids) {

  public SealingKeys {
    ids = Set.copyOf(ids);
  }

  /** The keys of nobody, which open nothing: for telling whether sealed identities arrive whole. */
  public static SealingKeys none() {
    return new SealingKeys(new Nobody(), Set.of());
  }

  private static final class Nobody implements DeterministicAead {
    @Override
    public byte[] encryptDeterministically(byte[] plaintext, byte[] associatedData)
        throws GeneralSecurityException {
      throw new GeneralSecurityException("there are no keys");
    }

    @Override
    public byte[] decryptDeterministically(byte[] ciphertext, byte[] associatedData)
        throws GeneralSecurityException {
      throw new GeneralSecurityException("there are no keys");
    }
  }

  /** Only the numbers. */
  @Override
  public String toString() {
    return "SealingKeys" + ids.stream().map(Integer::toUnsignedString).sorted().toList();
  }
}
