package org.g2face.jobs.input;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * The columns of a Parquet file that hold images and their ids.
 *
 * @param image the image column: a group with {@code bytes} and perhaps {@code path}, as Hugging
 *     Face datasets write it, or the bytes themselves
 * @param id the column of ids, or null for the path inside the image column, or the row's number
 * @param subject the column that says who is in a picture, or null
 * @param hasPath whether the image column holds a path beside the bytes
 * @param numbered whether the rows' numbers are to be their ids
 */
record ImageColumns(Type image, Type id, Type subject, boolean hasPath, boolean numbered) {
  private static final String DEFAULT_ID = "image_id";

  /**
   * @throws IllegalArgumentException if a named column is missing or of another type; the message
   *     goes on from the file's name
   */
  static ImageColumns of(MessageType schema, InputOptions.Columns columns) {
    String names = String.join(", ", schema.getFields().stream().map(Type::getName).toList());
    if (!schema.containsField(columns.image())) {
      throw new IllegalArgumentException(
          "has no column " + columns.image() + " but " + names + "; name one with --image-column");
    }
    Type image = schema.getType(columns.image());
    if (!isBytes(image) && !(isGroup(image) && holdsBytes(image.asGroupType()))) {
      throw new IllegalArgumentException(
          "column "
              + columns.image()
              + " holds no images: it is neither binary nor a struct"
              + " <bytes, path>");
    }
    boolean path =
        isGroup(image)
            && image.asGroupType().containsField("path")
            && isBytes(image.asGroupType().getType("path"));
    Type subject = subject(schema, columns.subject(), names);
    if (InputOptions.ROW_NUMBERS.equals(columns.id())) {
      return new ImageColumns(image, null, subject, path, true);
    }
    if (columns.id() == null) {
      boolean named = schema.containsField(DEFAULT_ID) && isId(schema.getType(DEFAULT_ID));
      Type id = named ? schema.getType(DEFAULT_ID) : null;
      return new ImageColumns(image, id, subject, path, false);
    }
    if (!schema.containsField(columns.id()) || !isId(schema.getType(columns.id()))) {
      throw new IllegalArgumentException(
          "has no column "
              + columns.id()
              + " of text or integers but "
              + names
              + "; name one with --id-column");
    }
    return new ImageColumns(image, schema.getType(columns.id()), subject, path, false);
  }

  private static Type subject(MessageType schema, String column, String names) {
    if (column == null) {
      return null;
    }
    if (!schema.containsField(column) || !isId(schema.getType(column))) {
      throw new IllegalArgumentException(
          "has no column "
              + column
              + " of text or integers but "
              + names
              + "; name one with --subject-column");
    }
    return schema.getType(column);
  }

  /** Only the columns that reading images needs. */
  MessageType forImages() {
    return new MessageType(
        "images", Stream.of(image, id, subject).filter(Objects::nonNull).distinct().toList());
  }

  /** Only the column that reading ids needs; empty if the rows' numbers are the ids. */
  Optional<MessageType> forIds() {
    if (id != null) {
      return Optional.of(new MessageType("ids", id));
    }
    if (numbered || !hasPath) {
      return Optional.empty();
    }
    Type path = image.asGroupType().getType("path");
    return Optional.of(
        new MessageType("ids", new GroupType(image.getRepetition(), image.getName(), path)));
  }

  /** Who is in the row's picture, or null where the row or the file does not say. */
  String subjectOf(Group row) {
    String own = subject == null ? "" : text(row, subject);
    return own.isEmpty() ? null : own;
  }

  private static String text(Group row, Type column) {
    return row.getFieldRepetitionCount(column.getName()) == 0
        ? ""
        : row.getValueToString(row.getType().getFieldIndex(column.getName()), 0);
  }

  /** The row's own id, or null where its number is to be its id. */
  String idOf(Group row) {
    String own = "";
    if (id != null) {
      own = text(row, id);
    } else if (!numbered) {
      own = nameOf(row);
    }
    return own.isEmpty() ? null : own;
  }

  /** The path inside the image column; empty where there is none. */
  String nameOf(Group row) {
    if (!hasPath || row.getFieldRepetitionCount(image.getName()) == 0) {
      return "";
    }
    Group struct = row.getGroup(image.getName(), 0);
    return struct.getFieldRepetitionCount("path") == 0 ? "" : struct.getString("path", 0);
  }

  /** The encoded image, or null where the row has none. */
  byte[] bytesOf(Group row) {
    if (row.getFieldRepetitionCount(image.getName()) == 0) {
      return null;
    }
    if (!isGroup(image)) {
      return row.getBinary(image.getName(), 0).getBytes();
    }
    Group struct = row.getGroup(image.getName(), 0);
    return struct.getFieldRepetitionCount("bytes") == 0
        ? null
        : struct.getBinary("bytes", 0).getBytes();
  }

  /** Bytes of the image column in a row group as it is stored. */
  long bytes(BlockMetaData block) {
    return block.getColumns().stream()
        .filter(column -> column.getPath().toArray()[0].equals(image.getName()))
        .mapToLong(column -> column.getTotalSize())
        .sum();
  }

  private static boolean isGroup(Type type) {
    return !type.isPrimitive() && !type.isRepetition(Type.Repetition.REPEATED);
  }

  private static boolean holdsBytes(GroupType group) {
    return group.containsField("bytes") && isBytes(group.getType("bytes"));
  }

  private static boolean isBytes(Type type) {
    return type.isPrimitive()
        && !type.isRepetition(Type.Repetition.REPEATED)
        && type.asPrimitiveType().getPrimitiveTypeName() == BINARY;
  }

  private static boolean isId(Type type) {
    return isBytes(type)
        || type.isPrimitive()
            && !type.isRepetition(Type.Repetition.REPEATED)
            && List.of(INT32, INT64).contains(type.asPrimitiveType().getPrimitiveTypeName());
  }
}
