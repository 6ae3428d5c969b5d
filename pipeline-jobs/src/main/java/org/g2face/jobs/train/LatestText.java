package org.g2face.jobs.train;

import org.apache.spark.util.AccumulatorV2;

/** The last text that a task has set; Spark carries it to the driver with its heartbeats. */
final class LatestText extends AccumulatorV2<String, String> {
  private static final long serialVersionUID = 1L;

  private volatile String text = "";

  @Override
  public boolean isZero() {
    return text.isEmpty();
  }

  @Override
  public LatestText copy() {
    LatestText copy = new LatestText();
    copy.text = text;
    return copy;
  }

  @Override
  public void reset() {
    text = "";
  }

  @Override
  public void add(String latest) {
    text = latest;
  }

  @Override
  public void merge(AccumulatorV2<String, String> other) {
    if (!other.isZero()) {
      text = other.value();
    }
  }

  @Override
  public String value() {
    return text;
  }
}
