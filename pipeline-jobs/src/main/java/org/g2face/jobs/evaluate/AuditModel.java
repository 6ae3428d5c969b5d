package org.g2face.jobs.evaluate;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.g2face.anonymize.AuditedModel;
import org.g2face.audit.AttackSuite;
import org.g2face.audit.AuditedFace;
import org.g2face.audit.Recognisers;
import org.g2face.builtin.FaceRecogniser;
import org.g2face.evaluate.EvaluationNetworks;
import org.g2face.image.Decoded;
import org.g2face.image.ImageDecoder;
import org.g2face.image.RgbImage;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.Version;
import org.g2face.jobs.anonymize.Subjects;
import org.g2face.jobs.input.ImageDataset;
import org.g2face.jobs.input.InputOptions;
import org.g2face.jobs.input.Limits;
import org.g2face.jobs.io.ModelLocation;
import org.g2face.jobs.settings.InferenceSettings;
import org.g2face.model.ModelPackage;
import org.g2face.model.PrivacyAudit;
import org.g2face.onnx.Execution;

/**
 * The privacy audit of a model: all attacks of {@link AttackSuite} on some faces, which stay in
 * this process.
 *
 * @param model URI of the package
 * @param faces URIs of aligned faces that had no part in the model's training
 * @param people URI of a table of who is who, with the columns image_id and subject
 * @param count how many faces are tried at most
 * @param seed decides on which
 * @param networks declares recognisers that judge beside the one that comes along
 */
public record AuditModel(
    SparkSession spark,
    String model,
    List<String> faces,
    Optional<String> people,
    int count,
    long seed,
    EvaluationConf networks,
    InferenceSettings inference,
    InputOptions inputOptions,
    Limits limits) {
  /** The recogniser that comes along. */
  private static final String OWN = "builtin:face-resnet-128";

  /** It was trained on chips of 150 pixels, which is what it makes of a crop of this size. */
  private static final int RECOGNISER_SIZE = 256;

  /**
   * What came of it.
   *
   * @param audit for the package
   * @param findings what each recogniser saw
   */
  public record Result(PrivacyAudit audit, AttackSuite.Findings findings) {}

  /** Hears how many faces of how many are done. */
  @FunctionalInterface
  public interface Listener {
    void onFace(int done, int of);
  }

  /**
   * Runs the attacks. The package stays as it is.
   *
   * @param scratch a folder for the listing of the faces
   * @throws UsageException if there are no two faces
   */
  public Result run(Path scratch, Listener listener) throws IOException {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    ModelPackage audited = ModelPackage.load(ModelLocation.of(model, hadoop));
    EvaluationNetworkSource source =
        new EvaluationNetworkSource(
            networks.networks(), networks.folder(), audited.architecture().size(), inference);
    Execution execution = EvaluationNetworkSource.execution(inference);
    try (var others = source.acquire(hadoop);
        FaceRecogniser own = FaceRecogniser.open(RECOGNISER_SIZE, execution);
        AuditedModel networks = new AuditedModel(audited, execution)) {
      List<String> recognisers = recognisers(others.value());
      List<AuditedFace> sample = sample(scratch, audited.architecture().size());
      AttackSuite.Findings findings =
          new AttackSuite(judging(own, others.value(), recognisers))
              .run(networks, sample, done -> listener.onFace(done, sample.size()));
      long named = sample.stream().filter(face -> face.person().isPresent()).count();
      return new Result(
          new PrivacyAudit(
              audited.fingerprint(),
              recognisers,
              sample.size(),
              (int) named,
              "g2face " + Version.g2face(),
              LocalDate.now(ZoneOffset.UTC).toString(),
              findings.worst()),
          findings);
    } finally {
      source.release();
    }
  }

  private List<String> recognisers(EvaluationNetworks others) {
    List<String> names = new ArrayList<>(List.of(OWN));
    EvaluationPlan.of(networks.contracts(), List.of()).recognisers().stream()
        .filter(name -> !others.absent().containsKey(name))
        .forEach(names::add);
    return names;
  }

  private static Recognisers judging(
      FaceRecogniser own, EvaluationNetworks others, List<String> names) {
    return picture -> {
      Map<String, float[]> seen = new LinkedHashMap<>(others.recognise(picture).identities());
      seen.put(OWN, own.embed(picture));
      for (String name : names) {
        if (!seen.containsKey(name)) {
          throw new IllegalStateException(
              "the recogniser " + name + " computed something that is no number");
        }
      }
      return seen;
    };
  }

  private List<AuditedFace> sample(Path scratch, int size) throws IOException {
    ImageDataset dataset = ImageDataset.list(spark, faces, inputOptions, scratch);
    Subjects subjects =
        people
            .map(table -> Subjects.table(spark, table, new byte[] {1}))
            .orElse(Subjects.NOT_ASKED);
    List<AuditedFace> sample = new ArrayList<>();
    ImageDecoder decoder = new ImageDecoder(limits.image(), inputOptions.acceptMislabelled());
    for (BenchmarkFaces.Sample face :
        new BenchmarkFaces(count, seed, limits, inputOptions.acceptMislabelled())
            .of(dataset, JavaSparkContext.fromSparkContext(spark.sparkContext()))) {
      if (decoder.decode(face.bytes(), face.name()) instanceof Decoded.Picture picture) {
        RgbImage crop = picture.image().resize(size, size);
        sample.add(new AuditedFace(face.id(), subjects.of(face.id()), crop));
      }
    }
    if (sample.size() < 2) {
      throw new UsageException(
          "an audit needs faces, and there are "
              + sample.size()
              + " in "
              + String.join(", ", faces));
    }
    return sample;
  }
}
