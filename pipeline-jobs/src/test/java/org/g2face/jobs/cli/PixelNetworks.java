package org.g2face.jobs.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.g2face.anonymize.Face;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.FaceTransformProvider;
import org.g2face.anonymize.Outcome;
import org.g2face.image.RgbImage;
import org.g2face.jobs.anonymize.FaceNetworks;
import org.g2face.jobs.privacy.PayloadConfig;
import org.g2face.jobs.settings.Settings;
import org.g2face.payload.Binding;
import org.g2face.payload.DummyLatent;
import org.g2face.payload.PayloadCodec;
import org.g2face.payload.PayloadCodec.Reading.Opened;
import org.g2face.payload.PayloadCodec.Reading.Unreadable;

/**
 * In the place of networks: a face's identity is its mean colour, a bit is a light or dark pixel.
 * Everything else is as it is: the codecs, the keys and their way to the tasks.
 */
final class PixelNetworks implements FaceNetworks {
  private static final int SIDE = 48;
  private static final int CAPACITY = 1024;
  private static final int COORDINATES = 8;
  private static final String MODEL = "pixels";

  @Override
  public FaceTransformProvider anonymizer(
      String model, Settings settings, PayloadConfig concealment, Configuration hadoop) {
    return new Provider(concealment, false);
  }

  @Override
  public FaceTransformProvider recoverer(
      String model, Settings settings, PayloadConfig concealment, Configuration hadoop) {
    return new Provider(concealment, true);
  }

  /** The identity as it is seen and as it is recovered: 8 numbers from -1 to 1. */
  static float[] identity(RgbImage image) {
    float[] identity = new float[COORDINATES];
    byte[] levels = image.toBytes();
    for (int i = 0; i < levels.length; i++) {
      identity[i * COORDINATES / levels.length] += (levels[i] & 0xff) / 127.5f - 1;
    }
    for (int i = 0; i < COORDINATES; i++) {
      identity[i] = identity[i] * COORDINATES / levels.length + 0.01f * (i + 1);
    }
    return identity;
  }

  /** The picture of an identity that was recovered: its coordinates as stripes. */
  static RgbImage drawn(float[] identity) {
    byte[] levels = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < levels.length; i++) {
      float value = identity[i * COORDINATES / levels.length];
      levels[i] = (byte) Math.round(Math.max(0, Math.min(255, (value + 1) * 127.5f)));
    }
    return RgbImage.of(SIDE, SIDE, levels);
  }

  private record Provider(PayloadConfig concealment, boolean recovers)
      implements FaceTransformProvider {
    @Override
    public String model() {
      return MODEL;
    }

    @Override
    public FaceTransform open() throws IOException {
      PayloadConfig.Opened keys = concealment.open();
      PayloadCodec codec = keys.passwords().fit(CAPACITY, COORDINATES);
      return new Pixels(codec, new DummyLatent(keys.faces()), concealment.dataset(), recovers);
    }
  }

  private record Pixels(PayloadCodec codec, DummyLatent latents, String dataset, boolean recovers)
      implements FaceTransform {
    @Override
    public int size() {
      return SIDE;
    }

    @Override
    public List<Outcome> apply(List<Face> faces) {
      List<Outcome> outcomes = new ArrayList<>();
      for (Face face : faces) {
        Binding binding = new Binding(dataset, face.name(), MODEL);
        outcomes.add(recovers ? read(face, binding) : hide(face, binding));
      }
      return outcomes;
    }

    private Outcome hide(Face face, Binding binding) {
      float[] bits = codec.encode(identity(face.image()), binding);
      byte[] levels = new byte[3 * SIDE * SIDE];
      Arrays.fill(levels, (byte) 128);
      for (int i = 0; i < bits.length; i++) {
        levels[3 * i] = (byte) (bits[i] > 0.5f ? 200 : 50);
      }
      return new Outcome.Done(
          RgbImage.of(SIDE, SIDE, levels), latents.dummyId(face.replacedAs()), Map.of());
    }

    private Outcome read(Face face, Binding binding) {
      byte[] levels = face.image().toBytes();
      float[] logits = new float[CAPACITY];
      for (int i = 0; i < CAPACITY; i++) {
        logits[i] = ((levels[3 * i] & 0xff) - 125) / 10f;
      }
      PayloadCodec.Reading reading = codec.decode(logits, binding);
      return reading instanceof Opened opened
          ? new Outcome.Done(drawn(opened.identity()), null, Map.of())
          : new Outcome.Failed("unreadable_password", ((Unreadable) reading).reason());
    }

    @Override
    public void close() {}
  }
}
