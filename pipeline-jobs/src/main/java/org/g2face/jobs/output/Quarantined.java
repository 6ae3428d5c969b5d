package org.g2face.jobs.output;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/**
 * A row of {@code quarantine/}: something of the input that was not published. It never holds
 * pixels.
 *
 * @param imageId names the image within the dataset
 * @param path where it was found
 * @param ignored whether it is a file that does not even claim to be an image
 * @param reason a code for programs
 * @param detail the reason for a person
 * @param sourceLength bytes of its encoded form, negative if unknown
 */
public record Quarantined(
    String imageId, String path, boolean ignored, String reason, String detail, long sourceLength) {

  /** The columns. */
  static final MessageType SCHEMA =
      Types.buildMessage()
          .required(INT32)
          .named("schema_version")
          .required(BINARY)
          .as(stringType())
          .named("image_id")
          .required(BINARY)
          .as(stringType())
          .named("path")
          .required(BINARY)
          .as(stringType())
          .named("status")
          .required(BINARY)
          .as(stringType())
          .named("reason")
          .required(BINARY)
          .as(stringType())
          .named("detail")
          .optional(INT64)
          .named("source_length")
          .named("quarantined");

  Group toGroup() {
    Group row = new SimpleGroup(SCHEMA);
    row.append("schema_version", Published.SCHEMA_VERSION)
        .append("image_id", imageId)
        .append("path", path)
        .append("status", ignored ? "ignored" : "quarantined")
        .append("reason", reason)
        .append("detail", detail);
    if (sourceLength >= 0) {
      row.append("source_length", sourceLength);
    }
    return row;
  }
}
