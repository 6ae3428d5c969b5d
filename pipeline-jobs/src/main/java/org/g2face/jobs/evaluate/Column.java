package org.g2face.jobs.evaluate;

import java.io.Serializable;
import org.g2face.jobs.evaluate.measure.Measure;
import org.g2face.jobs.evaluate.measure.Table;

/**
 * A number that is measured for each image.
 *
 * @param network that judges; empty where none does
 * @param subject number of the model whose pictures are looked at
 * @param unmeasured why the number is not asked for; empty if it is
 */
record Column(Table table, Measure measure, String network, int subject, String unmeasured)
    implements Serializable {

  /** A number that is asked for. */
  Column(Table table, Measure measure, String network, int subject) {
    this(table, measure, network, subject, "");
  }
}
