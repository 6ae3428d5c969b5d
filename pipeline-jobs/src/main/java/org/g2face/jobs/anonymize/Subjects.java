package org.g2face.jobs.anonymize;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.g2face.io.Sha256;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.input.SourceEntry.Encoded;
import org.g2face.jobs.output.KeyedHash;

/** The subjects of pictures, where all pictures of a subject shall get the same new face. */
public sealed interface Subjects extends Serializable {
  /** Columns of a table of subjects. */
  List<String> COLUMNS = List.of("image_id", "subject");

  /** Nobody asks: each picture gets a new face of its own. */
  Subjects NOT_ASKED = new NotAsked();

  /** What the rows of Parquet inputs say. */
  Subjects IN_ROWS = new InRows();

  /** Whether a picture needs a subject. */
  boolean asked();

  /** Differs where others share a face; tells nothing of who does. */
  String digest();

  /** Who is in the picture, if that is known. */
  Optional<String> of(Encoded entry);

  /** Who is in the picture of an image id, if a table says so. */
  default Optional<String> of(String imageId) {
    return Optional.empty();
  }

  /**
   * Reads a table, which then lies in the memory of the driver and of each executor, with about a
   * hundred bytes for an image.
   *
   * @param uri a CSV file with a header, or Parquet; columns {@code image_id} and {@code subject}
   * @param key for a digest of the table by which nobody can guess at subjects
   * @throws UsageException if it cannot be read, or gives an image two subjects
   */
  static Subjects table(SparkSession spark, String uri, byte[] key) {
    Map<String, String> subjects = new HashMap<>();
    try {
      Dataset<Row> table =
          uri.endsWith(".csv")
              ? spark.read().option("header", true).csv(uri)
              : spark.read().parquet(uri);
      if (!List.of(table.columns()).containsAll(COLUMNS)) {
        throw new UsageException(
            "the table of subjects "
                + uri
                + " has the columns "
                + String.join(", ", table.columns())
                + " and needs image_id and subject");
      }
      var rows =
          table
              .selectExpr("cast(image_id as string)", "cast(subject as string)")
              .na()
              .drop()
              .toLocalIterator();
      while (rows.hasNext()) {
        Row row = rows.next();
        String before = subjects.put(row.getString(0), row.getString(1));
        if (before != null && !before.equals(row.getString(1))) {
          throw new UsageException(
              "the table of subjects " + uri + " gives two subjects to " + row.getString(0));
        }
      }
    } catch (UsageException e) {
      throw e;
    } catch (Exception e) {
      // Spark throws its checked exceptions without declaring them, and its messages are long.
      throw new UsageException(
          "cannot read the table of subjects "
              + uri
              + "; it must be a CSV"
              + " file with a header (.csv) or Parquet",
          e);
    }
    return new Table(
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(subjects),
        digest(subjects, key));
  }

  private static String digest(Map<String, String> subjects, byte[] key) {
    MessageDigest digest = Sha256.digest();
    new TreeMap<>(subjects)
        .forEach(
            (image, subject) ->
                digest.update((image + '\0' + subject + '\0').getBytes(StandardCharsets.UTF_8)));
    return "table " + new KeyedHash(key).of(Sha256.hex(digest));
  }

  /** See {@link #NOT_ASKED}. */
  record NotAsked() implements Subjects {
    @Override
    public String digest() {
      return "not asked";
    }

    @Override
    public boolean asked() {
      return false;
    }

    @Override
    public Optional<String> of(Encoded entry) {
      return Optional.empty();
    }
  }

  /** See {@link #IN_ROWS}. */
  record InRows() implements Subjects {
    @Override
    public String digest() {
      return "in rows";
    }

    @Override
    public boolean asked() {
      return true;
    }

    @Override
    public Optional<String> of(Encoded entry) {
      return Optional.ofNullable(entry.subject());
    }
  }

  /** See {@link #table}. */
  record Table(Broadcast<Map<String, String>> subjects, String digest) implements Subjects {
    @Override
    public boolean asked() {
      return true;
    }

    @Override
    public Optional<String> of(Encoded entry) {
      return of(entry.id());
    }

    @Override
    public Optional<String> of(String imageId) {
      return Optional.ofNullable(subjects.value().get(imageId));
    }
  }
}
