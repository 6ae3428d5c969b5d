package org.g2face.jobs.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.g2face.anonymize.Face;
import org.g2face.anonymize.PayloadProbe;
import org.g2face.evaluate.EvaluationNetworks;
import org.g2face.evaluate.FaceAnalysis;
import org.g2face.image.Decoded;
import org.g2face.image.ImageDecoder;
import org.g2face.image.RgbImage;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.evaluate.Comparison.Seen;
import org.g2face.jobs.evaluate.ImageJoin.Group;
import org.g2face.jobs.evaluate.ImageResult.Password;
import org.g2face.jobs.evaluate.ImageResult.Problem;

/** Shows the pictures of one id after the other to the judges. For one thread. */
final class ImageEvaluator {
  /** There is no such picture, although there is an original. */
  static final String MISSING = "missing";

  /** There is a picture of which there is no original. */
  static final String EXTRA = "extra";

  /** Another picture of the dataset has the same id. */
  static final String REPEATED = "repeated";

  /** The networks failed for this image. */
  static final String JUDGING_FAILED = "judging_failed";

  private final EvaluationPlan plan;
  private final EvaluationNetworks judges;
  private final ImageDecoder decoder;
  private final List<Integer> sources;
  private final int mostFailures;
  private final List<PayloadProbe> probes = new ArrayList<>();
  private int failures;

  /**
   * @param sources numbers of the datasets in which each image is expected
   * @param mostFailures after so many images in a row for which the networks fail, they are broken
   */
  ImageEvaluator(
      EvaluationPlan plan,
      EvaluationNetworks judges,
      ImageDecoder decoder,
      List<Integer> sources,
      int mostFailures) {
    this.plan = plan;
    this.judges = judges;
    this.decoder = decoder;
    this.sources = sources;
    this.mostFailures = mostFailures;
  }

  /** Adds what reads the next subject's passwords; null for nothing. */
  void addProbe(PayloadProbe probe) {
    probes.add(probe);
  }

  /**
   * Compares the pictures of one id.
   *
   * @param paired whether to keep embeddings
   * @throws JobFailedException if the networks fail for one image after the other
   */
  ImageResult look(Group group, boolean paired) {
    List<Problem> problems = new ArrayList<>();
    Map<Integer, RgbImage> pictures = new HashMap<>();
    Map<Integer, String> names = new HashMap<>();
    String id = group.key();
    for (JoinedImage found : group.found()) {
      id = found.source() == JoinedImage.ORIGINAL ? found.id() : id;
      names.putIfAbsent(found.source(), found.publishedName());
      decode(found, pictures, problems);
    }
    for (int source : sources) {
      boolean there = group.found().stream().anyMatch(found -> found.source() == source);
      if (!there) {
        problems.add(new Problem(source, MISSING));
      }
    }
    boolean original =
        group.found().stream().anyMatch(found -> found.source() == JoinedImage.ORIGINAL);
    if (!original) {
      problems.removeIf(problem -> problem.reason().equals(MISSING));
      group.found().forEach(found -> problems.add(new Problem(found.source(), EXTRA)));
    }
    if (pictures.get(JoinedImage.ORIGINAL) == null) {
      return nothing(id, group.key(), problems);
    }
    try {
      ImageResult result = compare(id, group.key(), pictures, names, paired, problems);
      failures = 0;
      return result;
    } catch (RuntimeException | OutOfMemoryError e) {
      String detail = Failure.describe(e);
      if (++failures >= mostFailures) {
        throw new JobFailedException(
            "the networks failed for "
                + failures
                + " images in a row, the last time with "
                + detail,
            e);
      }
      problems.add(new Problem(JoinedImage.ORIGINAL, JUDGING_FAILED, detail));
      return nothing(id, group.key(), problems);
    }
  }

  private void decode(JoinedImage found, Map<Integer, RgbImage> pictures, List<Problem> problems) {
    if (pictures.containsKey(found.source())) {
      problems.add(new Problem(found.source(), REPEATED));
    } else if (found.bytes() == null) {
      problems.add(new Problem(found.source(), found.problem(), found.detail()));
    } else {
      Decoded decoded = decoder.decode(found.bytes(), found.name());
      if (decoded instanceof Decoded.Picture picture) {
        pictures.put(found.source(), picture.image());
      } else {
        Decoded.Rejected rejected = (Decoded.Rejected) decoded;
        problems.add(new Problem(found.source(), rejected.reason().code(), rejected.detail()));
      }
    }
  }

  private ImageResult nothing(String id, String key, List<Problem> problems) {
    double[] values = new double[plan.columns().size()];
    Arrays.fill(values, Double.NaN);
    return new ImageResult(
        id, key, false, values, null, null, new Password[plan.subjects()], problems);
  }

  private ImageResult compare(
      String id,
      String key,
      Map<Integer, RgbImage> pictures,
      Map<Integer, String> names,
      boolean paired,
      List<Problem> problems) {
    RgbImage original = pictures.get(JoinedImage.ORIGINAL);
    Function<RgbImage, FaceAnalysis> look = sights(judges::look);
    Function<RgbImage, FaceAnalysis> recognise = sights(judges::recognise);
    List<Comparison> comparisons = new ArrayList<>();
    Password[] passwords = new Password[plan.subjects()];
    boolean full = pictures.keySet().stream().anyMatch(source -> source % 2 == 1);
    for (int subject = 0; subject < plan.subjects(); subject++) {
      RgbImage anonymized = pictures.get(JoinedImage.anonymized(subject));
      RgbImage recovered = pictures.get(JoinedImage.recovered(subject));
      Optional<PayloadProbe.Finding> password =
          anonymized == null || probes.get(subject) == null
              ? Optional.empty()
              : probes
                  .get(subject)
                  .probe(
                      face(id, names.get(JoinedImage.anonymized(subject)), original, anonymized),
                      anonymized);
      passwords[subject] = password.flatMap(ImageEvaluator::password).orElse(null);
      Function<RgbImage, FaceAnalysis> ofOriginal = full ? look : recognise;
      comparisons.add(
          new Comparison(
              judges,
              anonymized == null ? null : seen(original, anonymized, ofOriginal, look),
              recovered == null ? null : seen(original, recovered, ofOriginal, recognise),
              password));
    }
    double[] values =
        plan.columns().stream()
            .mapToDouble(column -> value(column, comparisons.get(column.subject())))
            .toArray();
    return new ImageResult(
        id,
        key,
        true,
        values,
        vectors(comparisons, plan.features(), FaceAnalysis::features),
        paired ? vectors(comparisons, plan.recognisers(), FaceAnalysis::identities) : null,
        passwords,
        problems);
  }

  private static double value(Column column, Comparison comparison) {
    return column.unmeasured().isEmpty()
        ? comparison.value(column.measure(), column.network())
        : Double.NaN;
  }

  /** The original as the anonymizer was given it: at the size of its pictures. */
  private static Seen seen(
      RgbImage original,
      RgbImage made,
      Function<RgbImage, FaceAnalysis> ofOriginal,
      Function<RgbImage, FaceAnalysis> ofMade) {
    RgbImage same = original.resize(made.width(), made.height());
    return new Seen(same, made, ofOriginal.apply(same), ofMade.apply(made));
  }

  /** The original under the name that its anonymized picture was published with. */
  private static Face face(String id, String name, RgbImage original, RgbImage anonymized) {
    RgbImage same = original.resize(anonymized.width(), anonymized.height());
    return new Face(id, name, null, same);
  }

  /** Looks once at each picture; pictures are equal only if all their levels are. */
  private static Function<RgbImage, FaceAnalysis> sights(Function<RgbImage, FaceAnalysis> look) {
    Map<RgbImage, FaceAnalysis> seen = new HashMap<>();
    return picture -> seen.computeIfAbsent(picture, look);
  }

  private static Optional<Password> password(PayloadProbe.Finding finding) {
    return finding.bits().map(hidden -> password(finding.identity(), hidden));
  }

  private static Password password(float[] identity, float[] hidden) {
    BitSet bits = new BitSet(hidden.length);
    for (int i = 0; i < hidden.length; i++) {
      bits.set(i, hidden[i] > 0.5f);
    }
    return new Password(identity, bits, hidden.length);
  }

  /** For each network those of the original, then those of each subject. */
  private static float[][] vectors(
      List<Comparison> comparisons,
      List<String> networks,
      Function<FaceAnalysis, Map<String, float[]>> kind) {
    int width = 1 + comparisons.size();
    float[][] vectors = new float[networks.size() * width][];
    for (int n = 0; n < networks.size(); n++) {
      for (int subject = 0; subject < comparisons.size(); subject++) {
        Seen seen = comparisons.get(subject).anonymized();
        if (seen != null) {
          vectors[n * width] = kind.apply(seen.original()).get(networks.get(n));
          vectors[n * width + 1 + subject] = kind.apply(seen.made()).get(networks.get(n));
        }
      }
    }
    return vectors;
  }
}
