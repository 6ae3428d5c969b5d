package org.g2face.jobs.input;

/**
 * Codes in the column {@code reason} of quarantine rows, beside those of {@link
 * org.g2face.image.Reason}.
 */
public final class Reasons {
  /** The row of a Parquet file holds no image. */
  public static final String NO_IMAGE = "no_image";

  /** Ignored: the file's name does not end like that of an image. */
  public static final String NOT_AN_IMAGE_NAME = "not_an_image_name";

  /** Ignored: macOS or Windows left the file beside those of people. */
  public static final String FILE_OF_A_SYSTEM = "file_of_a_system";

  /** Ignored: a link to a folder whose files are there already. */
  public static final String LISTED_BEFORE = "listed_before";

  /** Ignored: a Parquet file of a folder has no column of images. */
  public static final String NO_IMAGE_COLUMN = "no_image_column";

  /** The networks threw for this image alone. */
  public static final String TRANSFORM_FAILED = "transform_failed";

  /** Faces are replaced by subject, and nothing says who is in this picture. */
  public static final String NO_SUBJECT = "no_subject";

  /** The original in a vault does not open. */
  public static final String UNREADABLE_VAULT = "unreadable_vault";

  private Reasons() {}
}
