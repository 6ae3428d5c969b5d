package org.g2face.jobs.privacy;

import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.g2face.jobs.keys.KeyHandle;
import org.g2face.keys.KeyMaterial;
import org.g2face.keys.Purpose;
import org.g2face.payload.BitSeeds;
import org.g2face.payload.Ieee754Codec;
import org.g2face.payload.NoPayload;
import org.g2face.payload.PayloadScheme;
import org.g2face.payload.SealedCodec;
import org.g2face.payload.SealingKeys;

/**
 * The configuration of payloads, by which a job's tasks hide and read identities. It holds no key.
 *
 * @param dataset names the dataset that passwords are bound to
 * @param ticket for the keys
 * @param check shows that the keys are others, and nothing else of them
 * @param keyIds numbers of the keys that hide identities; none for keys that are forgotten
 * @param beside whether what brings faces back lies beside the pixels, which hide random bits then
 */
public record PayloadConfig(
    Mode mode,
    Codec codec,
    String dataset,
    KeyHandle ticket,
    String check,
    List<String> keyIds,
    boolean beside)
    implements Serializable {
  private static final String FACES = "g2face dummy identities";
  private static final String RANDOM_BITS = "g2face random bits";

  private static final String CHECK = "g2face check value";
  private static final int CHECK_BYTES = 4;

  /** A concealment by keys that tasks get for the ticket. */
  public static PayloadConfig of(
      Mode mode, Codec codec, String dataset, KeyHandle ticket, KeyMaterial keys, boolean stored) {
    byte[] check = Arrays.copyOf(keys.identitySecret(CHECK), CHECK_BYTES);
    boolean sealed = mode == Mode.REVERSIBLE && codec == Codec.SEALED;
    return new PayloadConfig(
        mode,
        codec,
        dataset,
        ticket,
        HexFormat.of().formatHex(check),
        stored && sealed ? List.of(keys.primary(Purpose.SEALING)) : List.of(),
        false);
  }

  /** The same keys for pictures that are resampled, so that nothing can be read from their bits. */
  public PayloadConfig besidePictures() {
    return new PayloadConfig(mode, codec, dataset, ticket, check, keyIds, true);
  }

  /** What the bytes of a dataset depend on. */
  public Map<String, String> facts() {
    return Map.of(
        "mode",
        mode.name(),
        "codec",
        beside ? codec.name() + " beside the pixels" : codec.name(),
        "dataset",
        dataset,
        "keys",
        "check value " + check);
  }

  /**
   * What the keys are good for.
   *
   * @param passwords how identities are hidden
   * @param sealing encrypts what lies beside a picture; empty where nothing may be kept
   * @param seeds of random bits, where such are hidden
   * @param faces decides on the new faces, and on the generator's noise
   */
  public record Opened(
      PayloadScheme passwords, Optional<SealingKeys> sealing, BitSeeds seeds, byte[] faces) {}

  /** Fetches the keys into this process's memory. */
  public Opened open() throws IOException {
    KeyMaterial keys = ticket.redeem();
    Optional<SealingKeys> sealing =
        mode == Mode.REVERSIBLE && codec == Codec.SEALED
            ? Optional.of(new SealingKeys(keys.sealing(), keys.numbers(Purpose.SEALING)))
            : Optional.empty();
    byte[] bits = keys.identitySecret(RANDOM_BITS);
    return new Opened(
        passwords(bits, sealing), sealing, new BitSeeds(bits), keys.identitySecret(FACES));
  }

  private PayloadScheme passwords(byte[] bits, Optional<SealingKeys> sealing) {
    if (mode == Mode.IRREVERSIBLE || beside) {
      return (capacity, size) -> new NoPayload(bits, capacity, size);
    }
    return sealing.isEmpty()
        ? Ieee754Codec::new
        : (capacity, size) -> new SealedCodec(sealing.get(), capacity, size);
  }
}
