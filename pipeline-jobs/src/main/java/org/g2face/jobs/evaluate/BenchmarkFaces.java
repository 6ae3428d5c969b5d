package org.g2face.jobs.evaluate;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.g2face.image.Decoded;
import org.g2face.image.ImageDecoder;
import org.g2face.jobs.input.ImageDataset;
import org.g2face.jobs.input.InputSplit;
import org.g2face.jobs.input.Limits;
import org.g2face.jobs.input.SourceEntry.Encoded;
import org.g2face.jobs.input.SplitRange;

/**
 * Some of the originals, for trials: the first readable ones of packs drawn at random, so that a
 * large dataset is not read through.
 *
 * @param count how many faces
 * @param seed decides on the packs
 */
record BenchmarkFaces(int count, long seed, Limits limits, boolean acceptMislabelled)
    implements Serializable {

  /** The encoded picture of one face. */
  record Sample(String id, String name, byte[] bytes) implements Serializable {}

  List<Sample> of(ImageDataset originals, JavaSparkContext spark) {
    Broadcast<SerializableConfiguration> hadoop = originals.hadoop();
    List<InputSplit> packs = new ArrayList<>(originals.tasks().collect());
    Collections.shuffle(packs, new Random(seed));
    List<InputSplit> drawn = packs.subList(0, Math.min(count, packs.size()));
    int each = (count + drawn.size() - 1) / Math.max(1, drawn.size());
    JavaRDD<InputSplit> tasks = spark.parallelize(drawn, Math.max(1, drawn.size()));
    List<Sample> found = tasks.flatMap(pack -> first(pack, each, hadoop.value())).collect();
    return List.copyOf(found.subList(0, Math.min(count, found.size())));
  }

  private Iterator<Sample> first(InputSplit pack, int each, SerializableConfiguration hadoop)
      throws IOException {
    ImageDecoder decoder = new ImageDecoder(limits.image(), acceptMislabelled);
    List<Sample> samples = new ArrayList<>();
    try (SplitRange.Entries entries = pack.open(hadoop.value(), limits)) {
      while (entries.hasNext() && samples.size() < each) {
        if (entries.next() instanceof Encoded encoded
            && decoder.decode(encoded.bytes(), encoded.name()) instanceof Decoded.Picture) {
          samples.add(new Sample(encoded.id(), encoded.name(), encoded.bytes()));
        }
      }
    }
    return samples.iterator();
  }
}
