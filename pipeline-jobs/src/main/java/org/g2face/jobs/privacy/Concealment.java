package org.g2face.jobs.privacy;

import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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
 * @param check shows that the keys are others, and nothing else of them
 * @param keyIds numbers of the keys that hide identities; none for keys that are forgotten
 */
public record Concealment(
    Mode mode, Codec codec, String dataset, Ticket ticket, String check, List<String> keyIds)
    implements Serializable {
  private static final String FACES = "g2face dummy identities";
  private static final String NO_PAYLOAD = "g2face no payload";

  private static final String CHECK = "g2face check value";
  private static final int CHECK_BYTES = 4;

  /** A concealment by keys that tasks get for the ticket. */
  public static Concealment of(
      Mode mode, Codec codec, String dataset, Ticket ticket, KeyMaterial keys, boolean stored) {
    byte[] check = Arrays.copyOf(keys.identitySecret(CHECK), CHECK_BYTES);
    boolean sealed = mode == Mode.REVERSIBLE && codec == Codec.SEALED;
    return new Concealment(
        mode,
        codec,
        dataset,
        ticket,
        HexFormat.of().formatHex(check),
        stored && sealed ? List.of(keys.primary(Purpose.SEALING)) : List.of());
  }

  /** What the bytes of a dataset depend on. */
  public Map<String, String> facts() {
    return Map.of(
        "mode",
        mode.name(),
        "codec",
        codec.name(),
        "dataset",
        dataset,
        "keys",
        "check value " + check);
  }

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
