package org.g2face.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.g2face.payload.Sealing.HERE;

import com.google.crypto.tink.KeyTemplates;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.KeysetManager;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.g2face.payload.PayloadCodec.Reading;
import org.g2face.payload.PayloadCodec.Reading.Opened;
import org.g2face.payload.PayloadCodec.Reading.Unreadable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SealedCodecTest {
  private static final KeysetHandle KEYSET = Sealing.keyset();
  private static final SealingKeys KEYS = Sealing.keys(KEYSET);
  private static final SealedCodec SMALL = new SealedCodec(KEYS, 1024, 32);
  private static final String REFUSED = "cannot recover: wrong key or damaged image";

  private static float[] sure(float[] bits) {
    return Sealing.flipped(bits, 0, new Random(0));
  }

  private static void assertOpens(PayloadCodec codec, float[] logits, float[] identity) {
    Reading reading = codec.decode(logits, HERE);
    assertThat(reading).isInstanceOf(Opened.class);
    Opened opened = (Opened) reading;
    assertThat(Vectors.cosine(opened.identity(), identity)).isGreaterThan(0.995);
    assertThat(opened.bits()).isEqualTo(codec.encode(identity, HERE));
  }

  private static void assertRefuses(Reading reading, String reason) {
    assertThat(reading).isInstanceOf(Unreadable.class);
    assertThat(((Unreadable) reading).reason()).startsWith(reason);
  }

  /** Sizes of the published model and of smaller ones, and one where the code is almost full. */
  @ParameterizedTest
  @CsvSource({
    "16384, 512, 0.12",
    "4096, 128, 0.12",
    "1024, 32, 0.07",
    "65536, 512, 0.2",
    "256, 8, 0"
  })
  void opensAfterErrors(int capacity, int size, double errors) {
    SealedCodec codec = new SealedCodec(KEYS, capacity, size);
    assertThat(codec.capacity()).isEqualTo(capacity);
    assertThat(codec.identitySize()).isEqualTo(size);
    Random random = new Random(1);
    for (int i = 0; i < 5; i++) {
      float[] identity = Sealing.identity(size, random);
      float[] bits = codec.encode(identity, HERE);
      assertThat(bits).hasSize(capacity).containsOnly(0, 1);
      assertOpens(codec, Sealing.flipped(bits, errors, random), identity);
    }
  }

  /** Pictures that exist can be opened only as long as equal input gives these bits. */
  @Test
  void theFormatStaysWhatItWas() throws GeneralSecurityException {
    SealedCodec codec = new SealedCodec(Sealing.fixedKeys(1), 1024, 32);
    float[] identity = new float[32];
    for (int i = 0; i < identity.length; i++) {
      identity[i] = i - 15.5f;
    }
    byte[] bits = new byte[1024];
    float[] encoded = codec.encode(identity, HERE);
    for (int i = 0; i < bits.length; i++) {
      bits[i] = (byte) encoded[i];
    }
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Bits.toBytes(bits));
    assertThat(HexFormat.of().formatHex(digest, 0, 8)).isEqualTo("24803c25e048ce3f");
  }

  @Property(tries = 50)
  void opensAnyIdentityAnywhere(
      @ForAll @StringLength(max = 30) String dataset,
      @ForAll @StringLength(max = 30) String image,
      @ForAll @StringLength(max = 30) String model,
      @ForAll @IntRange(max = 70) int wrong,
      @ForAll Random random) {
    Binding binding = new Binding(dataset, image, model);
    float[] identity = Sealing.identity(32, random);
    float[] bits = SMALL.encode(identity, binding);
    assertThat(SMALL.encode(identity, binding)).isEqualTo(bits);
    float[] logits = sure(bits);
    random.ints(0, 1024).distinct().limit(wrong).forEach(i -> logits[i] = -logits[i]);
    assertThat(SMALL.decode(logits, binding)).isInstanceOf(Opened.class);
  }

  @Property(tries = 100)
  void opensNowhereElse(
      @ForAll @StringLength(max = 8) String other,
      @ForAll @IntRange(max = 2) int part,
      @ForAll Random random) {
    Binding elsewhere =
        switch (part) {
          case 0 -> new Binding(other, HERE.image(), HERE.model());
          case 1 -> new Binding(HERE.dataset(), other, HERE.model());
          default -> new Binding(HERE.dataset(), HERE.image(), other);
        };
    Assume.that(!elsewhere.equals(HERE));
    float[] logits = sure(SMALL.encode(Sealing.identity(32, random), HERE));
    assertRefuses(
        SMALL.decode(logits, elsewhere),
        REFUSED + ": the hidden bits were not sealed with this key");
  }

  @Test
  void partsOfABindingDoNotRunIntoEachOther() {
    float[] logits = sure(SMALL.encode(new float[32], new Binding("ab", "c", "d")));
    assertRefuses(SMALL.decode(logits, new Binding("a", "bc", "d")), REFUSED);
    assertRefuses(SMALL.decode(logits, new Binding("abc", "", "d")), REFUSED);
    assertThat(SMALL.decode(logits, new Binding("ab", "c", "d"))).isInstanceOf(Opened.class);
  }

  @Test
  void aKeyThatIsAbsentIsNamed() {
    float[] logits = sure(SMALL.encode(new float[32], HERE));
    SealedCodec stranger = new SealedCodec(Sealing.keys(Sealing.keyset()), 1024, 32);
    String id = Integer.toUnsignedString(KEYSET.getPrimary().getId());
    assertRefuses(
        stranger.decode(logits, HERE),
        "cannot recover: the image was sealed with the key " + id + ", which is not in the keyset");
  }

  /** An attacker may give a key of his own the number of ours. */
  @Test
  void aWrongKeyOfTheRightNumberOpensNothing() {
    SealedCodec ours = new SealedCodec(Sealing.fixedKeys(7), 1024, 32);
    SealingKeys stolen = new SealingKeys(Sealing.fixedKeys(8).aead(), Set.of(7));
    float[] logits = sure(ours.encode(new float[32], HERE));
    assertRefuses(new SealedCodec(stolen, 1024, 32).decode(logits, HERE), REFUSED);
    assertThat(ours.decode(logits, HERE)).isInstanceOf(Opened.class);
  }

  @Test
  void olderKeysStillOpenAfterARotation() throws GeneralSecurityException {
    float[] logits = sure(SMALL.encode(new float[32], HERE));
    KeysetHandle rotated =
        KeysetManager.withKeysetHandle(KEYSET)
            .add(KeyTemplates.get("AES256_SIV"))
            .getKeysetHandle();
    int added = rotated.getAt(1).getId();
    rotated = KeysetManager.withKeysetHandle(rotated).setPrimary(added).getKeysetHandle();
    SealedCodec codec = new SealedCodec(Sealing.keys(rotated), 1024, 32);
    assertThat(codec.decode(logits, HERE)).isInstanceOf(Opened.class);
    float[] later = sure(codec.encode(new float[32], HERE));
    assertThat(codec.decode(later, HERE)).isInstanceOf(Opened.class);
    assertRefuses(
        SMALL.decode(later, HERE),
        "cannot recover: the image was sealed with the key " + Integer.toUnsignedString(added));
  }

  /** Whatever is read: 100 times chance, and what is left of a word after too many errors. */
  @Test
  void chanceNeverOpens() {
    Random random = new Random(2);
    float[] bits = SMALL.encode(Sealing.identity(32, random), HERE);
    for (int i = 0; i < 100; i++) {
      assertRefuses(SMALL.decode(Sealing.flipped(bits, 0.5, random), HERE), REFUSED);
      Reading damaged = SMALL.decode(Sealing.flipped(bits, 0.2, random), HERE);
      if (damaged instanceof Opened opened) {
        assertThat(opened.bits()).isEqualTo(bits);
      }
    }
  }

  @Property(tries = 60)
  void noReadingIsTooOddToBeRefused(@ForAll Random random) {
    float[] odd = {
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      Float.MIN_VALUE,
      0f,
      -0f,
      1f
    };
    int kinds = 1 + random.nextInt(odd.length);
    float[] logits = new float[1024];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = odd[random.nextInt(kinds)];
    }
    assertRefuses(SMALL.decode(logits, HERE), REFUSED);
  }

  @Test
  void oddValuesAtSomePlacesDoNoHarm() {
    float[] identity = Sealing.identity(32, new Random(3));
    float[] logits = sure(SMALL.encode(identity, HERE));
    for (int i = 0; i < 200; i += 2) {
      logits[i] = Float.NaN;
      logits[i + 1] *= i % 10 == 0 ? -Float.MAX_VALUE : Float.POSITIVE_INFINITY;
    }
    assertOpens(SMALL, logits, identity);
  }

  @Test
  void howLoudAReadingIsDoesNotMatter() {
    float[] identity = Sealing.identity(32, new Random(3));
    for (float loudness : new float[] {1e-38f, 1e-6f, 1e6f, 1e38f}) {
      float[] logits = Sealing.noisy(SMALL.encode(identity, HERE), 0.6, new Random(4));
      for (int i = 0; i < logits.length; i++) {
        logits[i] *= loudness;
      }
      assertOpens(SMALL, logits, identity);
    }
  }

  /** A quarter of the picture is gone. */
  @Test
  void opensAfterASpotIsPaintedOver() {
    SealedCodec codec = new SealedCodec(KEYS, 4096, 128);
    Random random = new Random(5);
    for (int i = 0; i < 10; i++) {
      float[] identity = Sealing.identity(128, random);
      float[] logits = Sealing.flipped(codec.encode(identity, HERE), 0.01, random);
      Sealing.spoil(logits, 32, random);
      assertOpens(codec, logits, identity);
    }
  }

  @Test
  void threadsShareACodec() {
    float[] identity = Sealing.identity(32, new Random(6));
    float[] bits = SMALL.encode(identity, HERE);
    IntStream.range(0, 64)
        .parallel()
        .forEach(
            i -> {
              assertThat(SMALL.encode(identity, HERE)).isEqualTo(bits);
              assertOpens(SMALL, Sealing.flipped(bits, 0.05, new Random(i)), identity);
            });
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> new SealedCodec(KEYS, 2048, 512))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "512 coordinates are 2776 bits when sealed, but the picture holds only 2048; use a"
                + " larger picture or a smaller embedding");
    assertThatThrownBy(() -> new SealedCodec(KEYS, 1024, 0))
        .hasMessage("no identity has 0 coordinates");
    assertThatThrownBy(() -> SMALL.encode(new float[31], HERE))
        .hasMessage("31 coordinates instead of 32");
    assertThatThrownBy(() -> SMALL.decode(new float[1023], HERE))
        .hasMessage("1023 logits instead of 1024");
  }

  @Test
  void aKeyWithoutAPrefixIsRefused() throws GeneralSecurityException {
    KeysetHandle raw = KeysetHandle.generateNew(KeyTemplates.get("AES256_SIV_RAW"));
    SealedCodec codec = new SealedCodec(Sealing.keys(raw), 1024, 32);
    assertThatThrownBy(() -> codec.encode(new float[32], HERE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("make keys with the prefix TINK");
  }

  /** The words that {@code toString} gives may land in a log. */
  @Test
  void keysShowOnlyTheirNumbers() {
    assertThat(KEYS)
        .hasToString("SealingKeys[" + Integer.toUnsignedString(KEYSET.getPrimary().getId()) + "]");
  }

  /** A code of the face travels with the identity, and neither moves to another image. */
  @Property(tries = 20)
  void carriesACodeOfTheFace(@ForAll long seed) {
    Random random = new Random(seed);
    float[] identity = new float[32];
    float[] code = new float[300];
    for (int i = 0; i < identity.length; i++) {
      identity[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < code.length; i++) {
      code[i] = random.nextInt(2);
    }
    PayloadCodec codec = SMALL.withCode(code.length);
    float[] bits = codec.encode(identity, code, HERE);
    float[] logits = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      logits[i] = 2 * bits[i] - 1;
    }
    PayloadCodec.Reading.Opened opened = (PayloadCodec.Reading.Opened) codec.decode(logits, HERE);
    assertThat(opened.code()).isEqualTo(code);
    assertThat(opened.bits()).isEqualTo(bits);
    assertThat(codec.decode(logits, new Binding("elsewhere", "a", "b")))
        .isInstanceOf(PayloadCodec.Reading.Unreadable.class);
    assertThatThrownBy(() -> codec.encode(identity, new float[299], HERE))
        .hasMessageContaining("299 bits of code instead of 300");
    assertThatThrownBy(() -> SMALL.withCode(800)).hasMessageContaining("a code of 800 bits");
  }
}
