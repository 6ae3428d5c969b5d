package org.g2face.jobs.output;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.g2face.anonymize.ReplacedFace;

/**
 * A row of {@code images/}: one image that was published.
 *
 * @param imageId names the image within the dataset
 * @param path where the source image was found
 * @param png the new image's PNG file, or null if it is only a file of its own
 * @param file the new image's name: below {@code files/} where there are files
 * @param status what the image is: {@code anonymized} or {@code recovered}
 * @param width of the new image, in pixels
 * @param height of the new image, in pixels
 * @param sourceWidth of the source image, upright, in pixels
 * @param sourceHeight of the source image, upright, in pixels
 * @param model identifies the networks
 * @param dummyId names the dummy identity, or null
 * @param checks what was measured on the new face, by name
 * @param reason why a photograph without faces was published, or null
 * @param faces of a whole photograph, and what became of each
 */
public record Published(
    String imageId,
    String path,
    byte[] png,
    String file,
    String status,
    int width,
    int height,
    int sourceWidth,
    int sourceHeight,
    String model,
    String dummyId,
    Map<String, Double> checks,
    String reason,
    List<ReplacedFace> faces) {

  /** An aligned face. */
  public Published(
      String imageId,
      String path,
      byte[] png,
      String file,
      String status,
      int width,
      int height,
      int sourceWidth,
      int sourceHeight,
      String model,
      String dummyId,
      Map<String, Double> checks) {
    this(
        imageId,
        path,
        png,
        file,
        status,
        width,
        height,
        sourceWidth,
        sourceHeight,
        model,
        dummyId,
        checks,
        null,
        List.of());
  }

  /** The version of the columns; a change that a reader would notice is a new one. */
  public static final int SCHEMA_VERSION = 1;

  /** The columns; {@code image} is a Hugging Face image. */
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
          .optionalGroup()
          .optional(BINARY)
          .named("bytes")
          .optional(BINARY)
          .as(stringType())
          .named("path")
          .named("image")
          .required(BINARY)
          .as(stringType())
          .named("status")
          .optional(BINARY)
          .as(stringType())
          .named("reason")
          .required(INT32)
          .named("width")
          .required(INT32)
          .named("height")
          .required(INT32)
          .named("source_width")
          .required(INT32)
          .named("source_height")
          .required(BINARY)
          .as(stringType())
          .named("model")
          .optional(BINARY)
          .as(stringType())
          .named("dummy_id")
          .requiredMap()
          .key(BINARY)
          .as(stringType())
          .requiredValue(DOUBLE)
          .named("checks")
          .optionalList()
          .requiredGroupElement()
          .required(DOUBLE)
          .named("left")
          .required(DOUBLE)
          .named("top")
          .required(DOUBLE)
          .named("right")
          .required(DOUBLE)
          .named("bottom")
          .required(DOUBLE)
          .named("score")
          .required(BINARY)
          .as(stringType())
          .named("alignment")
          .required(BINARY)
          .as(stringType())
          .named("decision")
          .required(INT32)
          .named("attempts")
          .optional(BINARY)
          .as(stringType())
          .named("dummy_id")
          .optional(DOUBLE)
          .named("identity_cosine")
          .named("faces")
          .named("published");

  /** Tells the datasets library to show the column {@code image} as pictures. */
  static final Map<String, String> METADATA =
      Map.of(
          "huggingface",
          """
          {"info": {"features": {
          "schema_version": {"dtype": "int32", "_type": "Value"},
          "image_id": {"dtype": "string", "_type": "Value"},
          "path": {"dtype": "string", "_type": "Value"},
          "image": {"_type": "Image"},
          "status": {"dtype": "string", "_type": "Value"},
          "reason": {"dtype": "string", "_type": "Value"},
          "width": {"dtype": "int32", "_type": "Value"},
          "height": {"dtype": "int32", "_type": "Value"},
          "source_width": {"dtype": "int32", "_type": "Value"},
          "source_height": {"dtype": "int32", "_type": "Value"},
          "model": {"dtype": "string", "_type": "Value"},
          "dummy_id": {"dtype": "string", "_type": "Value"}
          }}}""");

  Group toGroup() {
    Group row = new SimpleGroup(SCHEMA);
    row.append("schema_version", SCHEMA_VERSION).append("image_id", imageId).append("path", path);
    Group image = row.addGroup("image");
    if (png != null) {
      image.append("bytes", Binary.fromConstantByteArray(png));
    }
    image.append("path", file);
    row.append("status", status);
    if (reason != null) {
      row.append("reason", reason);
    }
    row.append("width", width)
        .append("height", height)
        .append("source_width", sourceWidth)
        .append("source_height", sourceHeight)
        .append("model", model);
    if (dummyId != null) {
      row.append("dummy_id", dummyId);
    }
    Group map = row.addGroup("checks");
    checks.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            check ->
                map.addGroup("key_value")
                    .append("key", check.getKey())
                    .append("value", check.getValue().doubleValue()));
    Group list = row.addGroup("faces");
    faces.forEach(face -> append(list.addGroup("list").addGroup("element"), face));
    return row;
  }

  private static void append(Group row, ReplacedFace face) {
    row.append("left", face.left())
        .append("top", face.top())
        .append("right", face.right())
        .append("bottom", face.bottom())
        .append("score", face.score())
        .append("alignment", face.alignment().name().toLowerCase(Locale.ROOT))
        .append("decision", face.pixelated() ? "pixelated" : "anonymized")
        .append("attempts", face.attempts());
    face.dummyId().ifPresent(id -> row.append("dummy_id", id));
    face.cosine().ifPresent(cosine -> row.append("identity_cosine", cosine));
  }
}
