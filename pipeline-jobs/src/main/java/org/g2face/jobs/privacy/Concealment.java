package org.g2face.jobs.privacy;

import java.io.IOException;
import java.io.Serializable;
import org.g2face.jobs.keys.Ticket;
import org.g2face.keys.KeyMaterial;
import org.g2face.keys.Purpose;
import org.g2face.password.Ieee754Codec;
import org.g2face.password.NoPayload;
import org.g2face.password.PasswordScheme;
import org.g2face.password.SealedCodec;
import org.g2face.password.SealingKeys;

/**
 * How a job's tasks hide and read identities. It holds no key.
 *
 * @param dataset names the dataset that passwords are bound to
 * @param ticket for the keys
 */
public record Concealment(Mode mode, Codec codec, String dataset, Ticket ticket)
    implements Serializable {
  private static final String FACES = "g2face dummy identities";
  private static final String NO_PAYLOAD = "g2face no payload";

  /**
   * What the keys are good for.
   *
   * @param passwords how identities are hidden
   * @param faces decides on the new faces, and on the generator's noise
   */
  public record Opened(PasswordScheme passwords, byte[] faces) {}

  /** Fetches the keys into this process's memory. */
  public Opened open() throws IOException {
    KeyMaterial keys = ticket.redeem();
    return new Opened(passwords(keys), keys.identitySecret(FACES));
  }

  private PasswordScheme passwords(KeyMaterial keys) {
    if (mode == Mode.IRREVERSIBLE) {
      byte[] secret = keys.identitySecret(NO_PAYLOAD);
      return (capacity, size) -> new NoPayload(secret, capacity, size);
    }
    if (codec == Codec.IEEE754) {
      return Ieee754Codec::new;
    }
    SealingKeys sealing = new SealingKeys(keys.sealing(), keys.numbers(Purpose.SEALING));
    return (capacity, size) -> new SealedCodec(sealing, capacity, size);
  }
}
