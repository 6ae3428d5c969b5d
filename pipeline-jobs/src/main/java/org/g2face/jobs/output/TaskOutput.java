package org.g2face.jobs.output;

import java.io.Serializable;
import java.util.TreeMap;

/**
 * The files that one task has written and closed.
 *
 * <p>The driver learns of files only from tasks that succeeded, so that a retried or speculative
 * task leaves nothing in the dataset.
 *
 * @param quarantine the attempt's Parquet file of what was refused, or null if nothing was
 * @param published images that were not
 * @param quarantined images in the file, by reason
 * @param ignored ignored files in it
 */
public record TaskOutput(
    String quarantine, long published, TreeMap<String, Long> quarantined, long ignored)
    implements Serializable, Counted {}
