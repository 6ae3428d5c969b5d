/**
 * An evaluation as one HTML file that a person reads: tables, plots, faces if they are asked for.
 * It needs nothing but itself, neither scripts nor other files. Numbers come from {@code
 * org.g2face.jobs.evaluate} and {@code org.g2face.jobs.evaluate.measure} and are not computed anew.
 */
package org.g2face.jobs.report;
