package org.g2face.jobs.input;

import java.io.Serializable;
import java.util.Optional;

/**
 * Options for reading inputs.
 *
 * @param imageColumn the column of Parquet inputs that holds the images
 * @param idColumn the column that names them; empty: {@code image_id} where there is one, else the
 *     path inside the image column, else file and row; {@value #ROW_NUMBERS} for file and row
 * @param subjectColumn the column that says who is in a picture; empty if that does not matter
 * @param acceptMislabelled whether an image is taken whose name says another format than it is
 * @param imagesPerTask a task takes at most this many images, at least 1
 * @param bytesPerTask a task takes at most this many bytes, unless one image alone is larger
 * @param archives limits of a file that holds many images
 */
public record InputOptions(
    String imageColumn,
    Optional<String> idColumn,
    Optional<String> subjectColumn,
    boolean acceptMislabelled,
    int imagesPerTask,
    long bytesPerTask,
    ArchiveLimits archives) {
  /** The id column that stands for the file's name and the row's number. */
  public static final String ROW_NUMBERS = "#row";

  /** Without a column of subjects. */
  public InputOptions(
      String imageColumn,
      Optional<String> idColumn,
      boolean acceptMislabelled,
      int imagesPerTask,
      long bytesPerTask) {
    this(
        imageColumn,
        idColumn,
        Optional.empty(),
        acceptMislabelled,
        imagesPerTask,
        bytesPerTask,
        ArchiveLimits.standard());
  }

  /** The same with other limits of archives. */
  public InputOptions withArchives(ArchiveLimits limits) {
    return new InputOptions(
        imageColumn,
        idColumn,
        subjectColumn,
        acceptMislabelled,
        imagesPerTask,
        bytesPerTask,
        limits);
  }

  /** The same with a column that says who is in a picture. */
  public InputOptions withSubjects(Optional<String> column) {
    return new InputOptions(
        imageColumn, idColumn, column, acceptMislabelled, imagesPerTask, bytesPerTask, archives);
  }

  /** The column {@code image}, ids found by themselves, 256 images or 256 MiB a task. */
  public static InputOptions standard() {
    return new InputOptions("image", Optional.empty(), false, 256, 256L << 20);
  }

  Columns columns() {
    return new Columns(imageColumn, idColumn.orElse(null), subjectColumn.orElse(null));
  }

  /** The part that tasks need; {@code id} is null for the default, {@code subject} for none. */
  record Columns(String image, String id, String subject) implements Serializable {}
}
