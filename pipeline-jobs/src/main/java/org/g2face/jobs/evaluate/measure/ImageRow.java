package org.g2face.jobs.evaluate.measure;

import java.io.Serializable;
import java.time.LocalDate;

/**
 * One number about one image: a row of {@code per_image/}.
 *
 * @param runId names the run
 * @param runDate day on which the run began, in UTC; the partition of the row
 * @param imageId names the image within its dataset
 * @param measure what was measured
 * @param network the network that judged; empty where none did
 * @param dataset what was looked at, by the name that the run was given
 * @param model what anonymized, by the name that the run was given
 * @param value the number; never NaN: what could not be measured has no row
 */
public record ImageRow(
    String runId,
    LocalDate runDate,
    String imageId,
    Measure measure,
    String network,
    String dataset,
    String model,
    double value)
    implements Serializable {}
