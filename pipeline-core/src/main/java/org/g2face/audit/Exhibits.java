package org.g2face.audit;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.g2face.anonymize.AuditedModel;
import org.g2face.audit.Trial.Shown;
import org.g2face.image.RgbImage;

/** The pictures that a model, and an attacker who has the model, make of a face. */
record Exhibits(AuditedModel model) {
  private static final long SEED = 1;

  /**
   * All pictures of a face.
   *
   * @param name of the face
   * @param other another person's face, whose embedding an attacker puts in place of the true one
   * @throws IOException if the model computed something that is no number
   */
  Map<Shown, RgbImage> of(String name, RgbImage face, RgbImage other) throws IOException {
    Map<Shown, RgbImage> shown = new EnumMap<>(Shown.class);
    RgbImage published = model.anonymize(name, face);
    shown.put(Shown.ORIGINAL, face);
    shown.put(Shown.ANONYMIZED, published);
    shown.put(Shown.OTHER_DUMMY, model.anonymize(name + " once more", face));
    shown.put(Shown.AGAIN, model.anonymize(name + " again", published));
    shown.put(Shown.BLURRED, Obfuscation.BLUR.apply(face));
    shown.put(Shown.MOSAIC, Obfuscation.MOSAIC.apply(face));
    model.recover(name, published).ifPresent(image -> shown.put(Shown.RECOVERED, image));

    Random random = new Random(SEED ^ name.hashCode());
    float[] stranger = model.embed(other);
    float[] nobody = model.dummy(name + " guess");
    float[] zeros = new float[model.identity()];
    float[] read = model.read(published);
    float[] none = new float[0];
    recover(shown, Shown.OTHER_PERSON, published, stranger, new float[model.capacity()], none);
    recover(shown, Shown.OTHER_PERSON_AND_BITS, published, stranger, bits(random), code(random));
    recover(shown, Shown.RANDOM_EMBEDDING, published, nobody, read, none);
    recover(shown, Shown.RANDOM_EMBEDDING_AND_BITS, published, nobody, bits(random), code(random));
    recover(shown, Shown.NO_EMBEDDING, published, zeros, read, none);
    recover(shown, Shown.NO_EMBEDDING_AND_BITS, published, zeros, bits(random), code(random));
    return shown;
  }

  private void recover(
      Map<Shown, RgbImage> shown,
      Shown name,
      RgbImage published,
      float[] identity,
      float[] bits,
      float[] code) {
    model.recoverAs(published, identity, bits, code).ifPresent(image -> shown.put(name, image));
  }

  private float[] bits(Random random) {
    return drawn(model.capacity(), random);
  }

  private float[] code(Random random) {
    return drawn(model.code(), random);
  }

  private static float[] drawn(int count, Random random) {
    float[] bits = new float[count];
    for (int i = 0; i < count; i++) {
      bits[i] = random.nextBoolean() ? 1 : 0;
    }
    return bits;
  }
}
