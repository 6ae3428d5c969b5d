package org.g2face.jobs.settings;

import java.util.List;
import java.util.Optional;
import org.g2face.jobs.config.Section;

/**
 * The job {@code evaluate}. Datasets and models of a subject are given as {@code NAME=URI}.
 *
 * @param original files, folders and globs of the original faces
 * @param anonymized datasets that were made of them
 * @param recovered datasets that were recovered from these
 * @param model model packages
 * @param pairs file of verification pairs
 * @param networks file that declares judges and gates
 * @param networksFolder where the networks' files are; empty for what that file says
 * @param networkFiles files of single networks, each as {@code NAME=FILE}
 * @param output folder that the run is added to
 * @param dataset what the originals are called
 * @param gallery among how many originals anonymized faces are looked for
 * @param people table of who is in which original
 * @param sample how many images are looked at
 * @param stratify column within whose values the sample is drawn
 * @param seed decides which images are in the sample
 * @param size of the faces that judges see, in pixels
 * @param folds of the pairs
 * @param falseAccepts share at which pairs are verified
 * @param timed faces that are anonymized against the clock
 * @param diverse faces that get several dummies
 * @param dummies for each of these
 * @param faces whether the report shows faces of real people
 * @param partitions in which images are looked at; 0 for four a core
 */
public record EvaluateSettings(
    List<String> original,
    List<String> anonymized,
    List<String> recovered,
    List<String> model,
    Optional<String> pairs,
    Optional<String> networks,
    Optional<String> networksFolder,
    List<String> networkFiles,
    Optional<String> output,
    Optional<String> dataset,
    int gallery,
    Optional<String> people,
    Optional<String> sample,
    Optional<String> stratify,
    String seed,
    int size,
    int folds,
    double falseAccepts,
    int timed,
    int diverse,
    int dummies,
    boolean faces,
    int partitions) {

  static EvaluateSettings of(Section section) {
    return new EvaluateSettings(
        section.texts("original"),
        section.texts("anonymized"),
        section.texts("recovered"),
        section.texts("model"),
        section.optionalText("pairs"),
        section.optionalText("networks"),
        section.optionalText("networks-folder"),
        section.texts("network-files"),
        section.optionalText("output"),
        section.optionalText("dataset"),
        section.count("gallery"),
        section.optionalText("people"),
        section.optionalText("sample"),
        section.optionalText("stratify"),
        section.text("seed"),
        section.count("size"),
        section.count("folds"),
        section.number("false-accepts", 0, 1),
        Math.toIntExact(section.whole("timed", 0)),
        Math.toIntExact(section.whole("diverse", 0)),
        section.count("dummies"),
        section.flag("faces"),
        Math.toIntExact(section.whole("partitions", 0)));
  }
}
