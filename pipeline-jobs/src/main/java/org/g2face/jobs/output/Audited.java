package org.g2face.jobs.output;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.util.Locale;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.g2face.jobs.Version;

/**
 * A row of {@code audit/}: there is exactly one for each input, whatever became of it.
 *
 * @param imageId names the image within the dataset
 * @param path where it was found
 * @param decision what became of it
 * @param reason why it was not published, or null
 * @param output the new image's path below {@code files/} or in the column {@code image}, or null
 * @param outputSha256 of the new image's PNG file, in hexadecimal, or null
 * @param audit what else is known
 */
record Audited(
    String imageId,
    String path,
    Decision decision,
    String reason,
    String output,
    String outputSha256,
    Audit audit) {

  /** What became of an input. */
  enum Decision {
    PUBLISHED,
    QUARANTINED,
    IGNORED
  }

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
          .optional(BINARY)
          .as(stringType())
          .named("input_sha256")
          .optional(INT64)
          .named("input_bytes")
          .required(BINARY)
          .as(stringType())
          .named("decision")
          .optional(BINARY)
          .as(stringType())
          .named("reason")
          .optional(BINARY)
          .as(stringType())
          .named("output")
          .optional(BINARY)
          .as(stringType())
          .named("output_sha256")
          .required(INT32)
          .named("faces")
          .requiredMap()
          .key(BINARY)
          .as(stringType())
          .requiredValue(DOUBLE)
          .named("scores")
          .required(BINARY)
          .as(stringType())
          .named("model")
          .requiredList()
          .requiredElement(BINARY)
          .as(stringType())
          .named("key_ids")
          .required(BINARY)
          .as(stringType())
          .named("g2face_version")
          .named("audit");

  Group toGroup() {
    Group row = new SimpleGroup(SCHEMA);
    row.append("schema_version", Published.SCHEMA_VERSION)
        .append("image_id", imageId)
        .append("path", path);
    append(row, "input_sha256", audit.inputSha256());
    if (audit.inputBytes() >= 0) {
      row.append("input_bytes", audit.inputBytes());
    }
    row.append("decision", decision.name().toLowerCase(Locale.ROOT));
    append(row, "reason", reason);
    append(row, "output", output);
    append(row, "output_sha256", outputSha256);
    row.append("faces", audit.faces());
    Group scores = row.addGroup("scores");
    audit.scores().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            score ->
                scores
                    .addGroup("key_value")
                    .append("key", score.getKey())
                    .append("value", score.getValue().doubleValue()));
    row.append("model", audit.model());
    Group keys = row.addGroup("key_ids");
    audit.keyIds().forEach(key -> keys.addGroup("list").append("element", key));
    row.append("g2face_version", Version.g2face());
    return row;
  }

  private static void append(Group row, String column, String value) {
    if (value != null) {
      row.append(column, value);
    }
  }
}
