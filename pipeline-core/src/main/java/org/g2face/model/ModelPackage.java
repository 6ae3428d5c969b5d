package org.g2face.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.g2face.io.FileStore;
import org.g2face.io.Sha256;
import org.g2face.model.weights.NamedTensors;
import org.g2face.model.weights.Safetensors;
import org.g2face.network.MorphableModel;

/**
 * A model in a folder: {@code model.conf}, and one safetensors file for each part it has. A package
 * need not have every part: without a discriminator, say, it can be used but not trained further.
 */
public final class ModelPackage {
  private final FileStore folder;
  private final ModelConf conf;

  private ModelPackage(FileStore folder, ModelConf conf) {
    this.folder = folder;
    this.conf = conf;
  }

  /**
   * Opens a package. Weights are read and checked later, part by part.
   *
   * @throws ModelException if {@code model.conf} is missing or wrong, or names a file that is not
   *     there
   */
  public static ModelPackage load(FileStore folder) throws IOException {
    ModelPackage model = new ModelPackage(folder, ModelConf.read(folder));
    for (Part part : model.parts()) {
      if (!folder.has(part.file())) {
        throw new ModelException(
            folder + ": the file " + part.file() + " is missing, which model.conf names");
      }
    }
    return model;
  }

  /**
   * Writes a package of fresh networks: everything that training changes.
   *
   * @param seed equal seeds give equal packages
   * @param tool the program, with its version, for the provenance
   * @param date for the provenance
   */
  public static ModelPackage initialise(
      FileStore folder, Architecture architecture, long seed, String tool, String date)
      throws IOException {
    PackageWriter writer = new PackageWriter(folder, architecture);
    Provenance drawn = Provenance.drawn(seed, tool, date);
    for (Part part : trained(architecture)) {
      writer.put(part, InitialWeights.of(architecture, part, seed), drawn);
    }
    return writer.finish();
  }

  /** The parts that anonymize and recover; the others are given to their training. */
  public static Set<Part> trained(Architecture architecture) {
    Set<Part> parts =
        EnumSet.of(
            Part.GENERATOR,
            Part.STYLE_MAPPER,
            Part.DUMMY_IDENTITY,
            Part.PASSWORD_EXTRACTOR,
            Part.DISCRIMINATOR);
    return withCode(architecture, parts);
  }

  /** The parts that some stage of training changes, and that therefore may be drawn at random. */
  public static Set<Part> learned(Architecture architecture) {
    Set<Part> parts = trained(architecture);
    parts.addAll(EnumSet.of(Part.IDENTITY, Part.GEOMETRY));
    return parts;
  }

  /** The parts with which faces are anonymized and recovered. */
  public static Set<Part> inUse(Architecture architecture) {
    Set<Part> parts =
        EnumSet.of(
            Part.GENERATOR,
            Part.STYLE_MAPPER,
            Part.DUMMY_IDENTITY,
            Part.PASSWORD_EXTRACTOR,
            Part.IDENTITY,
            Part.GEOMETRY);
    return withCode(architecture, parts);
  }

  private static Set<Part> withCode(Architecture architecture, Set<Part> parts) {
    if (architecture.code().isPresent()) {
      parts.add(Part.FACE_CODE);
    }
    return parts;
  }

  public Architecture architecture() {
    return conf.architecture();
  }

  /**
   * What everyone who uses the package must be told, such as that it is for demonstration only;
   * empty for nothing. It changes nothing that is computed, and so not the fingerprint.
   */
  public String notice() {
    return conf.notice();
  }

  /** What the networks are known to answer; it changes nothing that is computed either. */
  public KnownAnswers answers() {
    return conf.answers();
  }

  /**
   * Writes {@code model.conf} anew with other answers; the files of the weights stay as they are.
   *
   * @param into the package's folder
   */
  public ModelPackage withAnswers(FileStore into, KnownAnswers answers) throws IOException {
    return rewritten(into, answers, conf.audit());
  }

  /** The audit of the model's privacy, if there was one; it may be that of other weights. */
  public Optional<PrivacyAudit> audit() {
    return conf.audit();
  }

  /**
   * Writes {@code model.conf} anew with another audit; the files of the weights stay as they are.
   *
   * @param into the package's folder
   */
  public ModelPackage withAudit(FileStore into, PrivacyAudit audit) throws IOException {
    return rewritten(into, conf.answers(), Optional.of(audit));
  }

  private ModelPackage rewritten(FileStore into, KnownAnswers answers, Optional<PrivacyAudit> audit)
      throws IOException {
    new ModelConf(conf.architecture(), conf.weights(), conf.notice(), answers, audit).write(into);
    return load(into);
  }

  /** What speaks against using the model, in sentences for a person; none if nothing does. */
  public List<String> objections() {
    return PrivacyAudit.objections(conf.audit(), fingerprint());
  }

  /** The parts that the package has. */
  public Set<Part> parts() {
    return conf.weights().keySet();
  }

  public boolean has(Part part) {
    return conf.weights().containsKey(part);
  }

  /**
   * Makes sure that parts are there.
   *
   * @param purpose what they are needed for, such as "anonymizing"
   * @throws ModelException that names all parts that are absent
   */
  public void require(String purpose, Part... parts) throws ModelException {
    String absent =
        Arrays.stream(parts)
            .filter(part -> !has(part))
            .map(Part::key)
            .collect(Collectors.joining(", "));
    if (!absent.isEmpty()) {
      throw new ModelException(
          "the model package "
              + folder
              + " lacks what "
              + purpose
              + " needs: "
              + absent
              + "; import it again together with the files that hold these parts");
    }
  }

  /**
   * Reads the weights of a part from its file, anew at every call.
   *
   * @throws ModelException if the package has no such part, or the file is not the one that {@code
   *     model.conf} describes, or its tensors are not those that the network needs
   */
  public NamedTensors weights(Part part) throws IOException {
    require("this step", part);
    Safetensors.Contents contents = Safetensors.read(folder.open(part.file()));
    String expected = conf.weights().get(part).sha256();
    if (!contents.sha256().equals(expected)) {
      throw new ModelException(
          folder
              + "/"
              + part.file()
              + " is not the file that model.conf describes: its SHA-256 is "
              + contents.sha256()
              + " instead of "
              + expected);
    }
    String misfit = part.misfit(architecture(), contents.tensors());
    if (!misfit.isEmpty()) {
      throw new ModelException(
          folder + "/" + part.file() + " does not fit its architecture: " + misfit);
    }
    return contents.tensors();
  }

  /**
   * The morphable model, read anew at every call.
   *
   * @throws ModelException as for {@link #weights}
   */
  public MorphableModel morphable() throws IOException {
    return Part.morphable(architecture(), weights(Part.MORPHABLE));
  }

  /** Where the weights of a part come from; the package must have it. */
  public Provenance provenance(Part part) throws ModelException {
    require("this step", part);
    return conf.weights().get(part).provenance();
  }

  /**
   * SHA-256 over the architecture and the checksums of the weights: equal for packages that compute
   * the same, wherever they came from.
   */
  public String fingerprint() {
    MessageDigest digest = Sha256.digest();
    digest.update(conf.renderArchitecture().getBytes(StandardCharsets.UTF_8));
    conf.weights()
        .forEach(
            (part, entry) -> {
              String line = "\n" + part.key() + " " + entry.sha256();
              digest.update(line.getBytes(StandardCharsets.UTF_8));
            });
    return Sha256.hex(digest);
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
