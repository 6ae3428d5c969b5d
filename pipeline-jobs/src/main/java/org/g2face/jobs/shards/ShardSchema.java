package org.g2face.jobs.shards;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;

import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/** The rows of a shard: {@code image_id}, and {@code image} as Hugging Face datasets have it. */
public final class ShardSchema {
  /** The columns. */
  public static final MessageType COLUMNS =
      Types.buildMessage()
          .required(BINARY)
          .as(stringType())
          .named("image_id")
          .requiredGroup()
          .required(BINARY)
          .named("bytes")
          .required(BINARY)
          .as(stringType())
          .named("path")
          .named("image")
          .named("face");

  /** The pictures alone, which is all that training reads. */
  static final MessageType PICTURES =
      Types.buildMessage()
          .requiredGroup()
          .required(BINARY)
          .named("bytes")
          .named("image")
          .named("face");

  /** Tells the datasets library to show the column {@code image} as pictures. */
  public static final Map<String, String> METADATA =
      Map.of(
          "huggingface",
          """
          {"info": {"features": {
          "image_id": {"dtype": "string", "_type": "Value"},
          "image": {"_type": "Image"}
          }}}""");

  private ShardSchema() {}

  /** A row. */
  public static Group row(String id, byte[] png) {
    Group row = new SimpleGroup(COLUMNS);
    row.append("image_id", id);
    row.addGroup("image").append("bytes", Binary.fromConstantByteArray(png)).append("path", id);
    return row;
  }

  /** The encoded picture of a row. */
  static byte[] picture(Group row) {
    return row.getGroup("image", 0).getBinary("bytes", 0).getBytes();
  }
}
