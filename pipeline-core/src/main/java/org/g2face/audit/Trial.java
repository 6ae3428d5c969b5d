package org.g2face.audit;

import java.util.EnumMap;
import java.util.Map;

/**
 * What one recogniser sees of one face: the embedding of every picture that was made of it. A
 * picture that could not be made is left out.
 */
record Trial(Map<Shown, float[]> embeddings) {

  /** A picture of a face. */
  enum Shown {
    ORIGINAL,
    ANONYMIZED,
    /** Anonymized with another dummy. */
    OTHER_DUMMY,
    /** Anonymized, and anonymized again. */
    AGAIN,
    /** Recovered with the keys. */
    RECOVERED,
    BLURRED,
    MOSAIC,
    /** Recovered with the embedding of another person and no code, or bits of 0. */
    OTHER_PERSON,
    /** With the embedding of another person, a random code and random bits. */
    OTHER_PERSON_AND_BITS,
    /** With a dummy's embedding and the bits that can be read. */
    RANDOM_EMBEDDING,
    /** With a dummy's embedding, a random code and random bits. */
    RANDOM_EMBEDDING_AND_BITS,
    /** With an embedding of zeros and the bits that can be read. */
    NO_EMBEDDING,
    /** With an embedding of zeros and random bits. */
    NO_EMBEDDING_AND_BITS;

    /** Whether it was recovered by something else than the keys. */
    boolean keyless() {
      return compareTo(OTHER_PERSON) >= 0;
    }
  }

  Trial() {
    this(new EnumMap<>(Shown.class));
  }
}
