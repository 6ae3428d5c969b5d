package org.g2face.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.g2face.io.Sha256;

/**
 * The privacy audit of a model: what attacks reach, as measured on some faces by recognisers.
 *
 * <p>It belongs to the weights it was measured with, by their fingerprint; a package whose weights
 * are others counts as never measured. The seal tells an edited or copied audit from one that was
 * written; it keeps nobody from writing another one.
 *
 * @param fingerprint of the package that was measured
 * @param judges names of the recognisers
 * @param faces how many were tried
 * @param people how many of them had a name; 0 if none had, and then there is no parrot attack
 * @param tool the program, with its version
 * @param date of the audit, as yyyy-mm-dd
 * @param numbers what was measured: the worst of all judges
 */
public record PrivacyAudit(
    String fingerprint,
    List<String> judges,
    int faces,
    int people,
    String tool,
    String date,
    Map<AuditMeasure, Double> numbers) {
  /** With fewer faces a rank says little. */
  public static final int FEWEST_FACES = 100;

  private static final String SEAL = "seal";

  public PrivacyAudit {
    Objects.requireNonNull(fingerprint);
    judges = List.copyOf(judges);
    Map<AuditMeasure, Double> ordered = new EnumMap<>(AuditMeasure.class);
    numbers.forEach(
        (measure, value) -> {
          if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(measure.key() + " is no number: " + value);
          }
          ordered.put(measure, value);
        });
    numbers = Collections.unmodifiableMap(ordered);
  }

  /** What was measured; empty if this was not. */
  public Optional<Double> number(AuditMeasure measure) {
    return Optional.ofNullable(numbers.get(measure));
  }

  /**
   * What speaks against a model, in sentences for a person; none if nothing does.
   *
   * @param audit the model's, if it has one
   * @param fingerprint of the model
   */
  public static List<String> objections(Optional<PrivacyAudit> audit, String fingerprint) {
    if (audit.isEmpty()) {
      return List.of("it was never measured whether faces can be recognised");
    }
    if (!audit.get().fingerprint().equals(fingerprint)) {
      return List.of("its privacy audit is that of other weights");
    }
    return audit.get().objections();
  }

  private List<String> objections() {
    List<String> objections = new ArrayList<>();
    if (faces < FEWEST_FACES) {
      objections.add(
          String.format(
              Locale.ROOT, "it was measured with %d faces, fewer than %d", faces, FEWEST_FACES));
    }
    for (AuditMeasure measure : AuditMeasure.values()) {
      if (measure.bound().isPresent()) {
        double bound = measure.bound().getAsDouble();
        Double value = numbers.get(measure);
        if (value == null) {
          objections.add(measure.label() + ": never measured");
        } else if (!(value <= bound)) {
          objections.add(
              String.format(
                  Locale.ROOT,
                  "%s: %.2f where at most %.2f may be",
                  measure.label(),
                  value,
                  bound));
        }
      }
    }
    return objections;
  }

  static PrivacyAudit read(ModelConfSection settings) {
    PrivacyAudit audit =
        new PrivacyAudit(
            settings.text("fingerprint"),
            settings.texts("judges"),
            settings.integer("faces"),
            settings.integer("people"),
            settings.text("tool"),
            settings.text("date"),
            settings.section("numbers", PrivacyAudit::readNumbers));
    if (!settings.text(SEAL).equals(audit.seal())) {
      throw new IllegalArgumentException(
          "the audit was changed after it was made; make it again with g2face model audit");
    }
    return audit;
  }

  private static Map<AuditMeasure, Double> readNumbers(ModelConfSection measured) {
    Map<AuditMeasure, Double> numbers = new EnumMap<>(AuditMeasure.class);
    for (AuditMeasure measure : AuditMeasure.values()) {
      if (measured.has(measure.key())) {
        numbers.put(measure, measured.number(measure.key()));
      }
    }
    return numbers;
  }

  Map<String, Object> map() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("fingerprint", fingerprint);
    map.put("judges", judges);
    map.put("faces", faces);
    map.put("people", people);
    map.put("tool", tool);
    map.put("date", date);
    Map<String, Object> measured = new LinkedHashMap<>();
    numbers.forEach((measure, value) -> measured.put(measure.key(), value));
    map.put("numbers", measured);
    map.put(SEAL, seal());
    return map;
  }

  private String seal() {
    StringBuilder text = new StringBuilder();
    text.append(fingerprint).append('\n').append(String.join(",", judges)).append('\n');
    text.append(faces).append(' ').append(people).append(' ').append(tool).append(' ').append(date);
    numbers.forEach(
        (measure, value) -> text.append('\n').append(measure.key()).append(' ').append(value));
    return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
