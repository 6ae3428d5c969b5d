package org.g2face.jobs.settings;

import java.util.List;
import java.util.Optional;
import org.g2face.jobs.config.Section;
import org.g2face.jobs.output.Layout;
import org.g2face.jobs.output.version.OutputMode;

/**
 * Settings that anonymize and recover share.
 *
 * @param input files, folders and globs; may be empty until a job starts
 * @param output where the dataset will appear
 * @param model the model package's folder
 * @param layout what the dataset is made of
 * @param batchSize images that go through the networks at once, at least 1
 * @param access what happens to what is found at the output
 * @param onQuarantine what the exit code says about quarantined images
 */
public record FaceJobSettings(
    List<String> input,
    Optional<String> output,
    Optional<String> model,
    Layout layout,
    int batchSize,
    OutputMode access,
    OnQuarantine onQuarantine) {

  /** The same with another input and model. */
  public FaceJobSettings reading(List<String> input, Optional<String> model) {
    return new FaceJobSettings(input, output, model, layout, batchSize, access, onQuarantine);
  }

  static FaceJobSettings of(Section section) {
    return new FaceJobSettings(
        section.texts("input"),
        section.optionalText("output"),
        section.optionalText("model"),
        section.choice("layout", Layout.class),
        section.count("batch-size"),
        new OutputMode(
            section.flag("overwrite"),
            section.flag("resume"),
            section.flag("take-over"),
            section.duration("lock-expires")),
        section.choice("on-quarantine", OnQuarantine.class));
  }
}
