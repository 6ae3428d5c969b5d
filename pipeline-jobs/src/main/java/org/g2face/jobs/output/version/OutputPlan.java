package org.g2face.jobs.output.version;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.g2face.io.Sha256;

/**
 * The facts that determine the bytes of an output: runs of one plan write the same files, so that
 * one may go on where another has stopped.
 *
 * @param facts by name; a secret is represented by a value from which only its change shows
 */
public record OutputPlan(Map<String, String> facts) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final int FINGERPRINT = 16;

  /** Sorts the facts. */
  public OutputPlan {
    facts = new TreeMap<>(facts);
  }

  /** Sixteen hexadecimal digits. */
  public String fingerprint() {
    return Sha256.of(toJson()).substring(0, FINGERPRINT);
  }

  /** What another plan has changed, each as {@code name: was this, is that}. */
  public List<String> differences(OutputPlan other) {
    TreeSet<String> names = new TreeSet<>(facts.keySet());
    names.addAll(other.facts.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String was = facts.get(name);
      String is = other.facts.get(name);
      if (!Objects.equals(was, is)) {
        differences.add(
            "%s: was %s, is %s"
                .formatted(
                    name,
                    Objects.requireNonNullElse(was, "not given"),
                    Objects.requireNonNullElse(is, "not given")));
      }
    }
    return differences;
  }

  byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(facts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts cannot be written as JSON", e);
    }
  }

  static OutputPlan ofJson(byte[] json) throws IOException {
    return new OutputPlan(JSON.readValue(json, new TypeReference<Map<String, String>>() {}));
  }
}
