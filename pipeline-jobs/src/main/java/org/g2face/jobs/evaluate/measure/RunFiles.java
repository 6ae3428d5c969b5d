package org.g2face.jobs.evaluate.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run as programs read it.
 *
 * @param runId names the run
 * @param started when it began
 * @param rows its numbers
 * @param verdicts on its gates
 * @param counts of pictures, by what became of them
 */
public record RunFiles(
    String runId,
    Instant started,
    List<MetricRow> rows,
    List<Gate.Verdict> verdicts,
    Map<String, Long> counts) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** All of it as JSON; what was not measured is null. */
  public String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", "g2face-evaluation");
    json.put("schema_version", 1);
    json.put("run_id", runId);
    json.put("started", started.toString());
    json.put("counts", counts);
    json.put("gates", verdicts);
    List<Map<String, Object>> metrics = new ArrayList<>();
    for (MetricRow row : rows) {
      Map<String, Object> metric = new LinkedHashMap<>();
      metric.put("table", row.table().key());
      metric.put("measure", row.measure().key());
      metric.put("network", row.network());
      metric.put("dataset", row.dataset());
      metric.put("model", row.model());
      metric.put("value", known(row.value()));
      metric.put("standard_error", known(row.standardError()));
      metric.put("low", known(row.low()));
      metric.put("high", known(row.high()));
      metric.put("n", row.n());
      metric.put("note", row.note());
      metrics.add(metric);
    }
    json.put("metrics", metrics);
    try {
      return JSON.writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the run cannot be written as JSON", e);
    }
  }

  /**
   * Prometheus' text format, for node_exporter's textfile collector; what was not measured is left
   * out.
   *
   * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">the format</a>
   */
  public String prometheus() {
    StringBuilder text = new StringBuilder();
    head(text, "value", "a measure of the newest evaluation");
    for (MetricRow row : rows) {
      row.measured().ifPresent(value -> sample(text, "value", labels(row), value));
    }
    head(text, "standard_error", "one standard deviation of the measure");
    for (MetricRow row : rows) {
      if (!Double.isNaN(row.standardError())) {
        sample(text, "standard_error", labels(row), row.standardError());
      }
    }
    head(text, "gate_passed", "1 if the gate was passed, else 0");
    for (Gate.Verdict verdict : verdicts) {
      sample(text, "gate_passed", "gate=" + quoted(verdict.gate()), verdict.passed() ? 1 : 0);
    }
    head(text, "pictures", "pictures by what became of them");
    counts.forEach((what, count) -> sample(text, "pictures", "outcome=" + quoted(what), count));
    head(text, "started_seconds", "when the evaluation began, in seconds since 1970");
    sample(text, "started_seconds", "run=" + quoted(runId), started.getEpochSecond());
    return text.toString();
  }

  private static String labels(MetricRow row) {
    return "table="
        + quoted(row.table().key())
        + ",measure="
        + quoted(row.measure().key())
        + ",network="
        + quoted(row.network())
        + ",dataset="
        + quoted(row.dataset())
        + ",model="
        + quoted(row.model());
  }

  private static void head(StringBuilder text, String name, String help) {
    text.append("# HELP g2face_evaluation_").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE g2face_evaluation_").append(name).append(" gauge\n");
  }

  private static void sample(StringBuilder text, String name, String labels, double value) {
    text.append("g2face_evaluation_").append(name).append('{').append(labels).append("} ");
    text.append(value).append('\n');
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  private static Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
