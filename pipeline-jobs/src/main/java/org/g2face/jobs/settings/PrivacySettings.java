package org.g2face.jobs.settings;

import java.util.Optional;
import org.g2face.jobs.config.Section;
import org.g2face.jobs.privacy.Codec;
import org.g2face.jobs.privacy.Mode;
import org.g2face.jobs.privacy.Recovery;

/**
 * Settings of what an anonymized dataset keeps of those who are in it.
 *
 * @param mode whether faces can be brought back; must be chosen
 * @param codec how identities are hidden in a reversible dataset
 * @param dataset names the dataset; empty for the output's name
 * @param subjectColumn the column of Parquet inputs that says who is in a picture
 * @param subjects a table of image ids and subjects
 * @param vault where the encrypted originals go; empty for nowhere
 * @param recovery what the keys bring back of a reversible dataset
 * @param acceptWeakModel whether a model may be used that a privacy audit speaks against
 */
public record PrivacySettings(
    Optional<Mode> mode,
    Codec codec,
    Optional<String> dataset,
    Optional<String> subjectColumn,
    Optional<String> subjects,
    Optional<String> vault,
    Recovery recovery,
    boolean acceptWeakModel) {

  /** The same, but each picture gets a new face of its own. */
  public PrivacySettings perImage() {
    return new PrivacySettings(
        mode, codec, dataset, Optional.empty(), Optional.empty(), vault, recovery, acceptWeakModel);
  }

  static PrivacySettings of(Section section) {
    return new PrivacySettings(
        section.optionalChoice("mode", Mode.class),
        section.choice("codec", Codec.class),
        section.optionalText("dataset"),
        section.optionalText("subject-column"),
        section.optionalText("subjects"),
        section.optionalText("vault"),
        section.choice("recovery", Recovery.class),
        section.flag("accept-weak-model"));
  }
}
