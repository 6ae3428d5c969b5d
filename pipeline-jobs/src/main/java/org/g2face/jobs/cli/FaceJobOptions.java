package org.g2face.jobs.cli;

import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.g2face.jobs.config.Setting;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options of the jobs that map faces to faces; each sets a key of the configuration. */
@Under(Heading.DATA)
final class FaceJobOptions {
  @Option(
      names = "--input",
      arity = "1..*",
      paramLabel = "URI",
      description =
          "Images to read: files, folders (with all below them), globs in quotes, Parquet files,"
              + " zip and tar archives,"
              + " or a dataset written by g2face. jpg, jpeg, png, webp, bmp, tif, tiff and parquet"
              + " are recognised by name. Repeatable.")
  private List<String> input;

  @Option(
      names = "--output",
      paramLabel = "URI",
      description = "Folder for the dataset; it appears when the job has succeeded.")
  private String output;

  @Under(Heading.MODEL)
  @Option(
      names = "--model",
      paramLabel = "URI",
      description =
          "Folder of the model package. Default: ${bundle:anonymize.model}, which comes with"
              + " g2face and is for demonstration.")
  private String model;

  @ArgGroup(exclusive = true)
  private Pictures pictures;

  /** What the images are, if it is told. */
  private static final class Pictures {
    @Under(Heading.PHOTOGRAPHS)
    @Option(
        names = "--photographs",
        description =
            "All images are whole photographs with any number of faces. Default: a detector tells"
                + " them from aligned faces. Detectors and what becomes of faces out of the"
                + " ordinary: section photographs.")
    private boolean photographs;

    @Under(Heading.PHOTOGRAPHS)
    @Option(
        names = "--crops",
        description =
            "Each image is one face, aligned like FFHQ: nothing looks for faces, which is faster.")
    @SuppressWarnings("unused") // the absence of the other one is what counts
    private boolean crops;

    String kind() {
      return photographs ? "photographs" : "crops";
    }

    String option() {
      return "--" + kind();
    }
  }

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      description =
          "parquet: images/*.parquet with the images in it; files: PNG files below files/ and a"
              + " table without images; both. Default: ${bundle:anonymize.layout}.")
  private String layout;

  @Under(Heading.MODEL)
  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description =
          "Images that go through the networks at once. Default: ${bundle:anonymize.batch-size}.")
  private String batchSize;

  @Option(
      names = "--overwrite",
      description = "Replaces an existing output when the job has succeeded.")
  private boolean overwrite;

  @Option(
      names = "--resume",
      description =
          "Goes on from what an earlier run of the same job has finished; if that is all, does"
              + " nothing. Refuses if inputs, options or model have changed.")
  private boolean resume;

  @Option(
      names = "--take-over",
      description = "Takes the output from another job that holds it, which must be dead.")
  private boolean takeOver;

  @Option(
      names = "--on-quarantine",
      paramLabel = "POLICY",
      description =
          "tell: exit code 3 if images were quarantined; ignore: exit code 0."
              + " Default: ${bundle:anonymize.on-quarantine}.")
  private String onQuarantine;

  @Option(
      names = "--image-column",
      paramLabel = "COLUMN",
      description =
          "Column of Parquet inputs that holds the images, struct<bytes, path> or binary."
              + " Default: ${bundle:input.image-column}.")
  private String imageColumn;

  @Option(
      names = "--id-column",
      paramLabel = "COLUMN",
      description =
          "Column of Parquet inputs that names the images; #row numbers them. Default: image_id"
              + " if there is one, else the path in the image column, else file#row.")
  private String idColumn;

  @Option(
      names = "--accept-mislabelled",
      description = "Reads images whose names say another format than their content.")
  private boolean acceptMislabelled;

  /** What was given, as keys of a job's section. */
  List<Setting> settings(String section) {
    List<Setting> settings = new ArrayList<>();
    String list =
        input == null
            ? null
            : input.stream()
                .map(ConfigUtil::quoteString)
                .collect(Collectors.joining(",", "[", "]"));
    add(settings, section + ".input", list, "--input");
    add(settings, section + ".output", output, "--output");
    add(settings, section + ".model", model, "--model");
    add(settings, section + ".layout", layout, "--layout");
    add(settings, section + ".batch-size", batchSize, "--batch-size");
    add(settings, section + ".overwrite", overwrite ? "true" : null, "--overwrite");
    add(settings, section + ".resume", resume ? "true" : null, "--resume");
    add(settings, section + ".take-over", takeOver ? "true" : null, "--take-over");
    add(settings, section + ".on-quarantine", onQuarantine, "--on-quarantine");
    if (pictures != null) {
      add(settings, "input.kind", pictures.kind(), pictures.option());
    }
    add(settings, "input.image-column", imageColumn, "--image-column");
    add(settings, "input.id-column", idColumn, "--id-column");
    add(
        settings,
        "input.accept-mislabelled",
        acceptMislabelled ? "true" : null,
        "--accept-mislabelled");
    return settings;
  }

  private static void add(List<Setting> settings, String key, String value, String option) {
    if (value != null) {
      settings.add(new Setting(key, value, option));
    }
  }
}
