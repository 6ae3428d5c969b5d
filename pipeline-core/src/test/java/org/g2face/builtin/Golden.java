package org.g2face.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** What the package's own JavaScript has said about {@link GoldenPictures}. */
public final class Golden {
  private Golden() {}

  /** By the names of the pictures. */
  public static JsonNode read() throws IOException {
    try (InputStream in = Golden.class.getResourceAsStream("face-api-golden.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  /** Faces from a score on: left, top, right, bottom in pixels of 512, score. */
  public static List<JsonNode> list(JsonNode faces, double score) {
    List<JsonNode> list = new ArrayList<>();
    faces.forEach(
        face -> {
          if (face.get(4).asDouble() >= score) {
            list.add(face);
          }
        });
    return list;
  }
}
